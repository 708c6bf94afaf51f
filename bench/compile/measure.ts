/**
 * Measures one synthetic network in a process of its own and prints one JSON object.
 *
 * Usage: measure.ts mesh|degree6 NODES ROUNDS RELEASES
 */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { commit } from '../../controller/release/commit.ts';
import { openBenchController } from './controller.ts';
import { degreeSix, fullMesh, nodeName, writeNetwork } from './network.ts';
import { replaceLine } from './replace-line.ts';

const [kind, nodesText = '8', roundsText = '5', releasesText = '50'] = process.argv.slice(2);
const network = (kind === 'mesh' ? fullMesh : degreeSix)(Number(nodesText));
const rounds = Number(roundsText);
const controller = await openBenchController();
const { context, config, paths, renderer } = controller;
try {
  await writeNetwork(config.network_dir, network);
  const cold = await timed(async () => {
    await controller.enrollAll();
    await release('first');
  });
  const bundleBytes = meanBundleBytes();

  const one: number[] = [];
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const node = (round * 3) % network.nodes;
    one.push(await changed(node, 'mss_clamp = false', 1));
  }
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    all.push(await changed(round, `endpoint = "moved${round}.example.net"`, undefined));
  }
  const nothing: number[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round++)
    nothing.push(await timed(() => release('nothing', 0)));
  const peakMb = [process.pid, ...renderer.pids()].reduce((sum, pid) => sum + peakOf(pid), 0);
  const made = context.store.releases.newest();
  for (let number = made; number < Number(releasesText); number++) {
    await changed(number % network.nodes, `wireguard.keepalive = ${number}`, undefined);
  }
  const result = {
    nodes: network.nodes,
    links: network.links,
    cold_s: seconds(cold),
    incremental_s: seconds(median(one)),
    incremental_max_s: seconds(Math.max(...one)),
    endpoint_s: seconds(median(all)),
    unchanged_s: seconds(median(nothing)),
    peak_mb: Math.round(peakMb),
    bundle_bytes: bundleBytes,
    releases: context.store.releases.newest(),
    inventory_git_mb: await sizeMb(paths.inventory),
    rendered_git_mb: await sizeMb(paths.rendered),
    database_mb: await sizeMb(paths.database),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await controller.close();
}

async function release(message: string, expected?: number): Promise<void> {
  const progress = (step: string, done: number, total: number) => {
    if (process.env.BENCH_STEPS && (done === 0 || done === total))
      process.stderr.write(`  ${Math.round(performance.now())} ${step} ${done}/${total}\n`);
  };
  const made = await commit(context, { message, author: 'bench <bench@localhost>' }, { progress });
  if (expected !== undefined && made.changedNodes.length !== expected)
    throw new Error(`${message}: ${made.changedNodes.length} nodes changed instead of ${expected}`);
  if (expected === undefined && made.changedNodes.length === 0) throw new Error(`${message}: no release`);
}

/** Time in ms from a line that one node's file gets to the new release. */
async function changed(node: number, line: string, nodes: number | undefined): Promise<number> {
  await replaceLine(config.network_dir, nodeName(node), line);
  return timed(() => release(line, nodes));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

/** Highest resident memory of a process in MB (VmHWM, proc(5)). */
function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function meanBundleBytes(): number {
  const { bundles, releases } = context.store;
  let [bytes, count] = [0, 0];
  for (const { content } of bundles.ofRelease(releases.newest())) {
    count++;
    bytes += content?.manifest.length ?? 0;
  }
  return Math.round(bytes / count);
}

async function sizeMb(path: string): Promise<number> {
  const { stdout } = await execa('du', ['-sk', path]);
  return Math.round((Number(stdout.split('\t')[0]) / 1024) * 10) / 10;
}
