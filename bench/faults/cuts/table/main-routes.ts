/** Routes that BIRD puts into the main table, where WireGuard's own packets look. */
export interface MainRoutes {
  /** What follows `route` in a static protocol, for example `198.18.100.2/32 blackhole`. */
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  /** Statements of the export filter, for example `krt_hoplimit = 1;`. */
  readonly attributes?: string;
  /** Kernel table; main unless said otherwise. */
  readonly table?: number;
}

/** `bird/static.conf` of a node whose BIRD exports routes to the main table. */
export function mainRoutes({ v4 = [], v6 = [], attributes = '', table = 254 }: MainRoutes): string {
  const family = (name: 'ipv4' | 'ipv6', routes: readonly string[]) => {
    const digit = name === 'ipv4' ? 4 : 6;
    return `${name} table tl_main${digit};

protocol static wrong${digit} {
  ${name} { table tl_main${digit}; };
${routes.map((route) => `  route ${route};`).join('\n')}
}

filter to_main${digit} {
  ${attributes}
  accept;
}

protocol kernel tl_learn${digit} {
  kernel table ${table};
  scan time 10;
  ${name} { table tl_main${digit}; import none; export filter to_main${digit}; };
}
`;
  };
  return [
    ...(v4.length > 0 ? [family('ipv4', v4)] : []),
    ...(v6.length > 0 ? [family('ipv6', v6)] : []),
  ].join('\n');
}
