/**
 * Prints the figures that the documentation quotes.
 *
 * Usage: npm run bench -- NAME [--json] [OPTIONS]     a table; with --json one JSON object as the last line
 */
import { parseArgs } from 'node:util';
import { messageOf, TowlineError } from '../shared/errors.ts';
import { agent } from './agent.ts';
import { clock } from './clock.ts';
import { compile } from './compile.ts';
import { day } from './day.ts';
import { failover } from './failover.ts';
import { faults } from './faults.ts';
import { fleet } from './fleet.ts';
import { history } from './history.ts';
import { hostile } from './hostile.ts';
import { recovery } from './recovery.ts';
import { rotation } from './rotation.ts';
import { services } from './services.ts';
import { tracker } from './tracker.ts';
import { upgrades } from './upgrades.ts';
import { why } from './why.ts';

/** A benchmark prints its table and resolves to the object of its last line. */
export type Benchmark = (options: {
  readonly rounds: number | undefined;
  /** Only the case of this name. */
  readonly only: string | undefined;
  /** A fault to plant, so that a counter has to rise. */
  readonly plant: string | undefined;
  /** Random steps, where a benchmark takes such. */
  readonly steps?: number | undefined;
  readonly signal: AbortSignal;
}) => Promise<object>;

const benchmarks: Readonly<Record<string, { readonly run: Benchmark; readonly what: string }>> = {
  failover: {
    run: failover,
    what: 'a link cut without notice, both BFD profiles; healed; a single-homed site cut off',
  },
  clock: {
    run: clock,
    what: 'a router whose clock is behind after a reboot: how long its handshakes are refused',
  },
  compile: {
    run: compile,
    what: 'inventory to release: full meshes, and meshes of degree 6 up to 10,000 nodes',
  },
  history: {
    run: history,
    what: 'list, diff and rollback after 10,000 releases (resumes in $TOWLINE_BENCH_DIR)',
  },
  rotation: {
    run: rotation,
    what: 'keys of links renewed under traffic: with a way around the link, and without one',
  },
  faults: {
    run: faults,
    what: 'agents killed, calls that fail, releases under traffic (resumes in $TOWLINE_BENCH_DIR)',
  },
  recovery: {
    run: recovery,
    what: 'public addresses that change: by hints, by DNS alone, by WireGuard alone',
  },
  tracker: {
    run: tracker,
    what: 'the tracker alone: CPU at 499 links, an hour with bad resolvers, random events (--steps)',
  },
  day: {
    run: day,
    what: 'a day on which 200 lines reconnect, simulated: WireGuard alone, wgtrack, names, hints',
  },
  why: {
    run: why,
    what: 'faults made in a lab, alone and in pairs, and what towline why says of each',
  },
  agent: {
    run: agent,
    what: 'the agent: memory, CPU at rest, start, a scrape with 499 links, size',
  },
  services: {
    run: services,
    what: 'the packages on machines with systemd and OpenRC: restart, kill, boot, purge; from bare to routed (root)',
  },
  fleet: {
    run: fleet,
    what: 'one controller and thousands of agents: activation, restart, memory, kills (--only 100, bare, stopped, kills)',
  },
  upgrades: {
    run: upgrades,
    what: 'agents upgraded under traffic, every tenth to one that fails (resumes in $TOWLINE_BENCH_DIR)',
  },
  hostile: {
    run: hostile,
    what: 'forgeries, hostile names and values, malformed messages, leaks (resumes in $TOWLINE_BENCH_DIR)',
  },
};

const usage = `Usage: npm run bench -- NAME [--json] [--rounds N] [--only CASE] [--plant FAULT] [--steps N]

${Object.entries(benchmarks)
  .map(([name, { what }]) => `  ${name.padEnd(12)} ${what}`)
  .join('\n')}

Example: npm run bench -- failover --rounds 12 --json
`;

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      plant: { type: 'string' },
      steps: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const benchmark = benchmarks[positionals[0] ?? ''];
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const steps = values.steps === undefined ? undefined : Number(values.steps);
  const isCount = (count: number | undefined) =>
    count === undefined || (Number.isInteger(count) && count > 0);
  if (values.help === true) {
    process.stdout.write(usage);
  } else if (benchmark === undefined || positionals.length > 1 || !isCount(rounds) || !isCount(steps)) {
    const [name] = positionals;
    const isUnknown = benchmark === undefined && name !== undefined;
    process.stderr.write(
      isUnknown ? `bench: there is no benchmark ${JSON.stringify(name)}\n${usage}` : usage,
    );
    process.exitCode = 2;
  } else {
    const result = await benchmark.run({
      rounds,
      only: values.only,
      plant: values.plant,
      steps,
      signal: stop.signal,
    });
    if (values.json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} catch (error) {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = error instanceof TowlineError && error.code === 'invalid' ? 2 : 1;
}
