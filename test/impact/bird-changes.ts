import { parts } from './bird.ts';

/**
 * A change of one part, and what BIRD is expected to do: to the session, and to other protocols. `dropped`: this end
 * leaves it alone, the other one finds BFD broken and takes it down.
 */
export interface BirdChange {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly session: 'untouched' | 'reloaded' | 'restarted' | 'dropped';
  /** Other protocols that restart. */
  readonly restarts: readonly string[];
}

type Outcome = BirdChange['session'];

function change(
  session: Outcome,
  part: string,
  from: string,
  to: string,
  restarts: readonly string[] = [],
): BirdChange {
  const before = parts[part] ?? '';
  if (!before.includes(from)) throw new Error(`${part} does not have ${from}`);
  return {
    name: `${part}: ${from} → ${to}`.replaceAll('\n', ' '),
    files: { [part]: before.replace(from, to) },
    session,
    restarts,
  };
}

export const birdChanges: readonly BirdChange[] = [
  change('untouched', 'template', '{\n', '{ # a comment\n'),
  change('restarted', 'template', 'hold time 30', 'hold time 60'),
  change('restarted', 'template', 'hold time 30;', 'hold time 30; keepalive time 7;'),
  change('restarted', 'template', 'retry time 1', 'retry time 2'),
  change('restarted', 'template', 'delay time 1', 'delay time 2'),
  change('restarted', 'template', 'time 1, 2', 'time 1, 3'),
  change('restarted', 'template', 'hold time 30;', 'hold time 30; allow local as 1;'),
  change('restarted', 'template', 'hold time 30;', 'hold time 30; default bgp_local_pref 200;'),
  change('restarted', 'template', 'hold time 30;', 'hold time 30; password "x";'),
  change('restarted', 'template', 'strict bind yes;', 'strict bind no;'),
  change('restarted', 'template', 'local as 64512', 'local as 64520'),
  change('restarted', 'session', 'as 64513', 'as 64514'),
  change('restarted', 'session', '"tl-b"', '"tl-a"'),
  change('restarted', 'session', 'local fe80::1;', 'local fe80::1; passive;'),
  change('restarted', 'router', 'id 10.1.0.1', 'id 10.1.0.9'),
  change('dropped', 'template', 'bfd on', 'bfd off'),
  change('untouched', 'template', 'bfd on', 'bfd { interval 200 ms; multiplier 5; }'),
  change('untouched', 'session', '"b"', '"another b"'),
  change('untouched', 'session', 'local fe80::1;', 'local fe80::1; debug all;'),
  change('untouched', 'template', 'limit 64', 'limit 128'),
  change('untouched', 'template', 'action block', 'action warn'),
  change('untouched', 'template', 'import limit', 'receive limit 99 action disable; import limit'),
  change('reloaded', 'template', 'next hop self;', ''),
  change('reloaded', 'template', 'next hop self;', 'next hop self; gateway direct; cost 10;'),
  change('reloaded', 'template', 'next hop self;', 'next hop self; preference 120;'),
  change('reloaded', 'template', 'import filter in_all', 'import all'),
  change('reloaded', 'template', 'export filter out_all', 'export filter unused'),
  change('reloaded', 'session', 'local fe80::1;', 'local fe80::1; ipv4 { import filter unused; };'),
  change('restarted', 'template', 'extended next hop on', 'extended next hop off'),
  change('restarted', 'template', 'next hop self;', 'next hop self; add paths on;'),
  change('restarted', 'template', 'next hop self;', 'next hop self; import table on;'),
  change(
    'restarted',
    'template',
    '  ipv6 { next hop self; import filter in_all; export filter out_all; };\n',
    '',
  ),
  change('reloaded', 'filters', 'filter out_all { accept; }', 'filter out_all { bgp_med = 3; accept; }'),
  change('reloaded', 'filters', '10.1.0.1/32{32,32}', '10.1.0.1/32, 10.3.0.0/24', ['tl_direct']),
  change('untouched', 'filters', 'filter unused { accept; }', 'filter unused { reject; }'),
  change('untouched', 'bfd', '300 ms', '400 ms'),
  change('untouched', 'bfd', 'multiplier 5', 'multiplier 4'),
  change('dropped', 'bfd', 'ipv6 direct', 'direct', ['tl_bfd']),
  change('dropped', 'bfd', 'strict bind yes', 'strict bind no', ['tl_bfd']),
  change('untouched', 'device', 'scan time 10', 'scan time 20'),
  change('untouched', 'direct', '"lo"', '"lo", "eth*"', ['tl_direct']),
  change('untouched', 'direct', 'where own()', 'where (own() || false)', ['tl_direct']),
  change('untouched', 'static', 'blackhole;', 'blackhole; route 10.78.0.0/24 blackhole;'),
  change('untouched', 'kernel', 'krt_prefsrc = 10.1.0.1', 'krt_prefsrc = 10.1.0.7'),
  change('untouched', 'kernel', 'kernel table 7400', 'kernel table 7401', ['tl_kernel']),
  change('untouched', 'kernel', 'scan time 20', 'scan time 30', ['tl_kernel']),
  change('untouched', 'kernel', 'import all', 'import where own()'),
];
