/** A route that the stolen router announces. */
export interface Announcement {
  /** What it is after. */
  readonly what: string;
  readonly prefix: string;
  /** AS path as it is sent, the sender's own number included if it is honest about that. */
  readonly path: readonly number[];
  /** The sender itself unless said otherwise. */
  readonly nextHop?: string;
  /** More statements of the export filter. */
  readonly attributes?: string;
}

/** A session of the stolen router. */
export interface Session {
  readonly interface: string;
  readonly local: string;
  readonly neighbor: string;
  readonly asn: number;
}

/**
 * BIRD's configuration of an attacker: it announces what it is told, with paths of its own making (a route server puts
 * no AS in front, RFC 7947) and with a local preference, which eBGP does not carry.
 *
 * @param more further IPv4 prefixes, with a path each of which is the last one of the announcements
 */
export function attackerConfig(
  { routerId, asn, sessions }: { routerId: string; asn: number; sessions: readonly Session[] },
  announcements: readonly Announcement[],
  more: { readonly prefixes: readonly string[]; readonly path: readonly number[] } = {
    prefixes: [],
    path: [],
  },
): string {
  const routes = (family: 4 | 6) =>
    [...announcements.map(({ prefix }) => prefix), ...more.prefixes]
      .filter((prefix) => prefix.includes(':') === (family === 6))
      .map((prefix) => `  route ${prefix} blackhole;`)
      .join('\n');
  const cases = announcements.map(
    ({ prefix, path, nextHop, attributes = '' }) =>
      `  if net = ${prefix} then { ${prepends(path)}${nextHop === undefined ? '' : ` bgp_next_hop = ${nextHop};`} ${attributes} accept; }`,
  );
  const channel = (family: 4 | 6) =>
    `  ipv${family} { import none; export filter announced${family}; ${family === 4 ? 'extended next hop on; ' : ''}};`;
  const ofFamily = (family: 4 | 6) =>
    cases.filter((_, index) => announcements[index]?.prefix.includes(':') === (family === 6)).join('\n');
  return `router id ${routerId};
protocol device {}
protocol bfd { accept ipv6 direct; strict bind yes; interface "tl-*" { interval 300 ms; multiplier 5; }; }
protocol static { ipv4;
${routes(4)}
}
protocol static { ipv6;
${routes(6)}
}
filter announced4 {
  bgp_local_pref = 4000000;
${ofFamily(4)}
  ${prepends(more.path)}
  accept;
}
filter announced6 {
  bgp_local_pref = 4000000;
${ofFamily(6)}
  accept;
}
${sessions
  .map(
    (session, index) => `protocol bgp attack${index} {
  local ${session.local} as ${asn};
  neighbor ${session.neighbor} as ${session.asn};
  interface "${session.interface}";
  strict bind yes;
  direct;
  rs client;
  allow bgp_local_pref on;
  bfd on;
  connect delay time 1;
  connect retry time 1;
${channel(4)}
${channel(6)}
}`,
  )
  .join('\n')}
`;
}

function prepends(path: readonly number[]): string {
  return [...path]
    .reverse()
    .map((asn) => `bgp_path.prepend(${asn});`)
    .join(' ');
}
