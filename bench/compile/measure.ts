/**
 * Measures one synthetic network in a process of its own and prints one JSON object.
 *
 * Usage: measure.ts mesh|degree6 NODES ROUNDS RELEASES
 */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { commit } from '../../controller/release/commit.ts';
import { boundHeap } from '../../controller/serve/heap.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { openBenchController } from './controller.ts';
import { degreeSix, fullMesh, nodeName, writeNetwork } from './network.ts';
import { replaceLine } from './replace-line.ts';

boundHeap();
const [kind, nodesText = '8', roundsText = '5', releasesText = '50'] = process.argv.slice(2);
const network = (kind === 'mesh' ? fullMesh : degreeSix)(Number(nodesText));
const rounds = Number(roundsText);
const controller = await openBenchController();
const { context, config, paths, renderer } = controller;
try {
  await writeNetwork(config.network_dir, network);
  const start = performance.now();
  await controller.enrollAll();
  const first = await release('first', network.nodes, start);
  const bundleBytes = meanBundleBytes();

  const one: Timing[] = [];
  for (let round = 0; round < rounds; round++) {
    one.push(await changed((round * 3) % network.nodes, 'mss_clamp = false', 1));
  }
  const endpoint: Timing[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    endpoint.push(await changed(round, `endpoint = "moved${round}.example.net"`));
  }
  const nothing: Timing[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round++) nothing.push(await release('nothing', 0));
  const peakMb = [process.pid, ...renderer.pids()].reduce((sum, pid) => sum + peakOf(pid), 0);
  for (let number = context.store.releases.newest(); number < Number(releasesText); number++) {
    await changed(number % network.nodes, `wireguard.keepalive = ${100 + number}`);
  }
  const result = {
    nodes: network.nodes,
    links: network.links,
    cold_s: first.made_s,
    cold_rendered_git_s: Math.round((first.all_s - first.made_s) * 1000) / 1000,
    incremental_s: median(one.map(({ all_s }) => all_s)),
    incremental_max_s: Math.max(...one.map(({ all_s }) => all_s)),
    endpoint_s: median(endpoint.map(({ all_s }) => all_s)),
    unchanged_s: median(nothing.map(({ all_s }) => all_s)),
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

/** Seconds until the release is in the database, and until rendered.git has it too. */
interface Timing {
  readonly made_s: number;
  readonly all_s: number;
}

/** Commits; a release has to come of it that changes as many nodes as expected, or at least one. */
async function release(message: string, expected?: number, start = performance.now()): Promise<Timing> {
  let made: number | undefined;
  const progress = (step: string) => {
    if (step === 'writing rendered.git') made = performance.now();
  };
  const { changedNodes } = await commit(
    context,
    { message, author: 'bench <bench@localhost>' },
    { progress },
  );
  const all = performance.now();
  const isExpected = expected === undefined ? changedNodes.length > 0 : changedNodes.length === expected;
  if (!isExpected)
    throw new Error(`${message}: ${changedNodes.length} nodes changed, not ${expected ?? 'some'}`);
  return { made_s: seconds((made ?? all) - start), all_s: seconds(all - start) };
}

/** A line that one node's file gets, and the release that follows from it. */
async function changed(node: number, line: string, nodes?: number): Promise<Timing> {
  await replaceLine(config.network_dir, nodeName(node), line);
  return release(line, nodes);
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

/** Files and manifest of a bundle, on the average. */
function meanBundleBytes(): number {
  const { bundles, releases } = context.store;
  let [bytes, count] = [0, 0];
  for (const { content } of bundles.ofRelease(releases.newest())) {
    if (content === undefined) continue;
    const { files } = manifestCodec.decode(content.manifest);
    bytes += content.manifest.length + files.reduce((sum, { length }) => sum + length, 0);
    count++;
  }
  return Math.round(bytes / count);
}

async function sizeMb(path: string): Promise<number> {
  const { stdout } = await execa('du', ['-sk', path]);
  return Math.round((Number(stdout.split('\t')[0]) / 1024) * 10) / 10;
}
