import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../controller/impact/impact.ts';
import { run } from '../../shared/os/run.ts';
import { until } from '../fakes/until.ts';

/** Parts of a configuration like the shipped one, for a router whose one session is `link_b`, to AS 64513. */
export const parts: Readonly<Record<string, string>> = {
  router: 'router id 10.1.0.1;\ntimeformat protocol iso long;\ndebug protocols { states };\n',
  filters: `function own() { if net.type = NET_IP4 then return net ~ [ 10.1.0.1/32{32,32} ]; return false; }
filter in_all { if own() then reject; accept; }
filter out_all { accept; }
filter unused { accept; }
`,
  device: 'protocol device tl_device { scan time 10; }\n',
  direct: 'protocol direct tl_direct { interface "lo"; ipv4 { import where own(); }; ipv6; }\n',
  static: 'protocol static tl_static { ipv4; route 10.77.0.0/24 blackhole; }\n',
  kernel: `ipv4 table main4;
protocol kernel tl_learn { kernel table 254; learn; ipv4 { table main4; import where own(); export none; }; }
protocol pipe tl_pipe { table master4; peer table main4; import all; export none; }
filter to_kernel { if source != RTS_BGP then reject; krt_prefsrc = 10.1.0.1; accept; }
protocol kernel tl_kernel { kernel table 7400; scan time 20; ipv4 { import none; export filter to_kernel; }; }
`,
  bfd: `protocol bfd tl_bfd {
  accept ipv6 direct;
  strict bind yes;
  interface "tl-*" { interval 300 ms; multiplier 5; };
}
`,
  template: `template bgp peer {
  local as 64512;
  strict bind yes;
  direct;
  bfd on;
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 2;
  hold time 30;
  ipv4 {
    extended next hop on;
    next hop self;
    import limit 64 action block;
    import filter in_all;
    export filter out_all;
  };
  ipv6 { next hop self; import filter in_all; export filter out_all; };
}
`,
  session: `protocol bgp link_b from peer {
  description "b";
  interface "tl-b";
  local fe80::1;
  neighbor fe80::2 as 64513;
}
`,
};

/** A configuration in one file, as a bundle holds it. */
export function birdFiles(changes: Readonly<Record<string, string>> = {}): Files {
  return new Map([['bird/bird.conf', Object.values({ ...parts, ...changes }).join('')]]);
}

/** A running BIRD and what it did. */
export interface RunningBird {
  /** Gives it another configuration; resolves to what it logged on that. */
  configure(files: Files): Promise<string>;
  /** When the session was established; undefined while it is not. */
  established(): Promise<string | undefined>;
}

/** Starts a BIRD with `link_b` and the neighbour that it speaks to. Only in a network namespace of our own. */
export async function startBirds(folder: string): Promise<RunningBird> {
  const commands = [
    'link add tl-b type veth peer name tl-a',
    'address add fe80::1/64 dev tl-b nodad',
    'address add fe80::2/64 dev tl-a nodad',
    'link set dev tl-b up',
    'link set dev tl-a up',
    'address add 10.1.0.1/32 dev lo',
  ];
  for (const command of commands) await run('ip', command.split(' '));
  const other = {
    router: 'router id 10.1.0.2;\n',
    kernel: '',
    direct: '',
    template: (parts.template ?? '').replace('64512', '64513'),
    session: (parts.session ?? '')
      .replace('tl-b', 'tl-a')
      .replace('local fe80::1', 'local fe80::2')
      .replace('fe80::2 as 64513', 'fe80::1 as 64512'),
  };
  const log = join(folder, 'a.log');
  const write = (name: string, files: Files) =>
    writeFileSync(
      join(folder, `${name}.conf`),
      `log "${join(folder, `${name}.log`)}" all;\n${files.get('bird/bird.conf')}`,
    );
  write('a', birdFiles());
  write('b', birdFiles(other));
  for (const name of ['a', 'b']) {
    const args = ['-f', '-c', join(folder, `${name}.conf`), '-s', `/run/${name}.ctl`];
    // They end with the process namespace of this test.
    spawn('bird', args, { stdio: 'ignore' }).unref();
  }
  const ask = (command: string) => run('birdc', ['-s', '/run/a.ctl', command]);
  const established = async () => {
    const line = (await ask('show protocols link_b')).split('\n').find((text) => text.startsWith('link_b'));
    return line?.includes('Established') ? line.split(/\s+/).slice(4, 6).join(' ') : undefined;
  };
  await until('the session is established', () => established().catch(() => undefined));
  return {
    established,
    configure: async (files) => {
      const from = statSync(log).size;
      write('a', files);
      const reply = await ask('configure');
      if (!/Reconfigur/.test(reply)) throw new Error(reply);
      const said = () => readFileSync(log).subarray(from).toString('utf8');
      await until('BIRD is done', () => /> Reconfigured$/m.test(said()));
      return said();
    },
  };
}
