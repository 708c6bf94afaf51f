import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { execa } from 'execa';
import { projectFolder } from '../lab/namespaces/visible-folders.ts';
import type { LabNetwork } from '../lab/network/network.ts';
import { TowlineError } from '../shared/errors.ts';
import { startBirds } from './agent/birds.ts';
import { countLines } from './agent/lines.ts';
import { cpuPercent, loadedMb, residentMb } from './agent/process.ts';
import type { Scrape } from './agent/scrape.ts';
import { hub, starOf } from './agent/star.ts';
import type { Benchmark } from './main.ts';

const links = 10;
const manyLinks = 499;
const settledMs = 180_000;
const idleMs = 300_000;
/** Each with those before it. */
const parts: readonly (readonly [what: string, packages: readonly string[]])[] = [
  ['Node.js alone', []],
  ['and zod', ['zod']],
  ['and commander', ['zod', 'commander']],
  ['and prom-client', ['zod', 'commander', 'prom-client']],
  ['and gRPC', ['zod', 'commander', 'prom-client', '@grpc/grpc-js']],
  ['and protobuf', ['zod', 'commander', 'prom-client', '@grpc/grpc-js', 'protobufjs/light.js']],
];

/**
 * The agent on a router with ten links: memory, CPU while nothing happens, time until it is in contact, lines that are
 * logged at rest (`--plant chatty` has the agent tell everything), the size of its one file. Then a scrape of its metrics
 * with 499 links, `--rounds` times. `--only rest` or `scrape`.
 */
export const agent: Benchmark = async ({ rounds = 20, only, plant, signal }) => {
  if (plant !== undefined && plant !== 'chatty') throw new TowlineError('invalid', '--plant takes chatty');
  if (only !== undefined && only !== 'rest' && only !== 'scrape')
    throw new TowlineError('invalid', `there is no case ${only}: rest, scrape`);
  // Each machine and program waits for it.
  setMaxListeners(0, signal);
  const rest = only === 'scrape' ? {} : await measureRest(plant === 'chatty', signal);
  const scraped = only === 'rest' ? {} : await measureScrape(rounds, signal);
  return { ...rest, ...scraped };
};

async function measureRest(isChatty: boolean, signal: AbortSignal) {
  const loaded: Record<string, number> = {};
  for (const [what, packages] of parts) loaded[what] = await loadedMb(packages, projectFolder());
  process.stderr.write(`a star of ${links} links: bringing the network up\n`);
  const network = await starOf(links, signal);
  try {
    const start_ms = await restart(network, signal);
    const pid = await network.agentService(hub)?.pid();
    if (pid === undefined) throw new TowlineError('failed', 'the agent has ended');
    // Whatever begins with it has ended by then, and what V8 compiles after a start.
    process.stderr.write(`settling for ${settledMs / 1000} s\n`);
    await delay(settledMs, undefined, { signal });
    process.stderr.write(`idle for ${idleMs / 1000} s\n`);
    if (isChatty) await network.agent(hub, ['log-level', 'debug']);
    const logs = await Promise.all(
      [network.agentService(hub), network.controllerService].map((service) =>
        countLines(async () => (service === undefined ? '' : network.lab.readLog(service))),
      ),
    );
    const cpu = await cpuPercent(pid, idleMs, signal);
    const [agent_log_lines = 0, controller_log_lines = 0] = await Promise.all(logs.map((log) => log.since()));
    const rss_mb = await residentMb(pid);
    const bundle = await stat(join(projectFolder(), 'dist/towline-agent.mjs'));
    const bundle_kb = Math.round(bundle.size / 1000);
    printTable([
      [`resident memory with ${links} links`, `${rss_mb} MB`],
      ...Object.entries(loaded).map(([what, mb]): [string, string] => [`  ${what}`, `${mb} MB`]),
      ['  all of the agent', `${rss_mb} MB`],
      ['CPU while nothing happens', `${cpu.all} % of a core`],
      ['  the agent itself', `${cpu.own} %`],
      ['  programs that it starts', `${cpu.children} %`],
      [
        `lines logged in ${idleMs / 1000} s: agent, controller`,
        `${agent_log_lines}, ${controller_log_lines}`,
      ],
      ['start to contact with the controller', `${start_ms} ms`],
      ['the agent, one file', `${bundle_kb} kB`],
    ]);
    return {
      ...{ rss_mb, idle_cpu_pct: cpu.all, idle_cpu_own_pct: cpu.own },
      ...{ agent_log_lines, controller_log_lines, bundle_kb, start_ms, loaded_mb: loaded },
    };
  } finally {
    await network.lab.down();
  }
}

/** On two routers and nothing beside them but the two BIRDs: a router shares its cores with no other one. */
async function measureScrape(rounds: number, signal: AbortSignal) {
  process.stderr.write(`two routers with ${manyLinks} sessions: bringing them up\n`);
  const network = await starOf(1, signal);
  try {
    // What is scraped is a process of its own.
    await Promise.all(network.lab.nodes.map((node) => network.stopAgent(node)));
    const birds = await startBirds(network.lab, [hub, 'site-1'], manyLinks);
    try {
      const many = await scrape(birds.socket, rounds, signal);
      printTable([
        [`scrape with ${manyLinks} links`, `${many.ms.median} ms (${many.ms.max})`],
        ['  on the wire, gzip', `${many.mb} MB`],
        ['  plain', `${many.plain_mb} MB, ${many.series} series`],
      ]);
      return {
        ...{ scrape_ms_499: many.ms.median, scrape_ms_499_max: many.ms.max, scrape_mb_499: many.mb },
        ...{ scrape_plain_mb_499: many.plain_mb, series_499: many.series },
      };
    } finally {
      await birds.stop();
    }
  } finally {
    await network.lab.down();
  }
}

/** Milliseconds from the start of the agent of the hub to its session with the controller. */
async function restart(network: LabNetwork, signal: AbortSignal): Promise<number> {
  await network.stopAgent(hub);
  const began = performance.now();
  const service = network.startAgent(hub);
  const said = async () =>
    (await network.lab.readLog(service)).split('in contact with the controller').length;
  const before = await said();
  while ((await said()) === before) {
    if (performance.now() - began > 30_000)
      throw new TowlineError('failed', 'the agent has found no controller in 30 s');
    await delay(10, undefined, { signal });
  }
  return Math.round(performance.now() - began);
}

async function scrape(socket: string, rounds: number, signal: AbortSignal): Promise<Scrape> {
  const program = join(import.meta.dirname, 'agent/scrape-main.js');
  const args = [program, socket, String(manyLinks), String(rounds)];
  const { stdout } = await execa(process.execPath, args, { cancelSignal: signal });
  return JSON.parse(stdout) as Scrape;
}

function printTable(rows: readonly (readonly [string, string])[]): void {
  const table = new Table({ style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  process.stdout.write(`${table.toString()}\n`);
}
