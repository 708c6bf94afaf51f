import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../lab.ts';
import { spread } from '../measure/statistics.ts';
import { projectFolder } from '../namespaces/visible-folders.ts';
import { type FailoverRound, measureFailover } from '../network/failover.ts';
import { LabNetwork } from '../network/network.ts';
import { isGreen, linksOf, readStatus } from '../network/status.ts';
import { waitUntilGreen } from '../network/wait.ts';
import { countWireGuardInterfaces, describeInventory } from '../topology/inventory.ts';
import { formatMatrix, measureMatrix } from '../traffic/matrix.ts';
import { judgeMatrix, partsOf } from './expectation.ts';
import type { DemoOptions } from './options.ts';
import type { Screen } from './screen.ts';

/** The demo's last line with --json. */
export interface DemoResult {
  readonly nodes: number;
  readonly links: number;
  readonly links_established: number;
  readonly lan_pairs_expected: number;
  readonly lan_pairs_ok: number;
  readonly isolated_pairs_leaking: number;
  readonly enroll_to_green_s: number;
  readonly failover_ms: { readonly median: number; readonly max: number };
  readonly restore_lost_packets: number;
  readonly agent_rss_mb: { readonly median: number; readonly max: number };
}

/** Links of the core mesh: between any two of its nodes there are other ways. */
const coreLinks = [
  ['aachen', 'berlin'],
  ['berlin', 'chemnitz'],
  ['chemnitz', 'dresden'],
  ['dresden', 'aachen'],
  ['berlin', 'dresden'],
] as const;

const nodesSchema = z.object({ nodes: z.array(z.object({ name: z.string(), peers: z.array(z.string()) })) });

/** The paper's network, from inventory to routed packets. `whileUp` is called at the end, before it goes down. */
export async function runDemo(
  options: DemoOptions,
  screen: Screen,
  signal: AbortSignal,
  whileUp: (network: LabNetwork) => Promise<void>,
): Promise<DemoResult> {
  const inventory = join(projectFolder(), 'lab/networks/paper');
  const description = await describeInventory(inventory);

  screen.step(
    `a lab of ${description.nodes.length} sites, an Internet between them, a host behind each router`,
  );
  const lab = await Lab.up(description, {
    signal,
    wireGuardInterfaces: await countWireGuardInterfaces(inventory),
  });
  try {
    const network = new LabNetwork(lab);
    screen.step('the controller: towline init, the inventory, towline serve');
    await network.initController('paper', inventory);
    await network.towline(['set', 'bfd.profile', 'fast']);

    screen.step(`eight agents enroll over TLS; the admin approves each: ${network.joinString.slice(0, 48)}…`);
    await network.enroll(lab.nodes, { signal });
    const { nodes } = nodesSchema.parse(await network.towlineJson(['node', 'list']));
    const linkCount = nodes.reduce((sum, node) => sum + node.peers.length, 0) / 2;

    screen.step('agents run; towline commit, towline activate');
    const enrolled = Date.now();
    network.startAgents();
    await network.release('the network of the paper');
    await waitUntilGreen(network, linkCount, { signal, onStatus: (status) => screen.status(status) });
    const greenS = (Date.now() - enrolled) / 1000;
    screen.step(`all green after ${greenS.toFixed(1)} s`);

    screen.step('who reaches whom, from host to host (4: IPv4, 6: IPv6)');
    const matrix = await measureMatrix(lab);
    screen.text(formatMatrix(matrix));
    const verdict = judgeMatrix(matrix, partsOf(nodes));

    const rounds: FailoverRound[] = [];
    for (let index = 0; index < options.rounds; index++) {
      signal.throwIfAborted();
      const [a, b] = coreLinks[index % coreLinks.length] ?? coreLinks[0];
      const round = await measureFailover(network, a, b);
      rounds.push(round);
      screen.step(
        `link ${a}--${b} cut: ${round.gapMs} ms without traffic, ${round.pathBefore} → ${round.pathDuring}; healed: ${round.restore.lost} of ${round.restore.sent} packets lost`,
      );
    }
    await waitUntilGreen(network, linkCount, { signal });
    const status = await readStatus(network);
    const result: DemoResult = {
      nodes: status.nodes.length,
      links: linkCount,
      links_established: linksOf(status).filter((link) => link.isEstablished).length,
      lan_pairs_expected: verdict.expected,
      lan_pairs_ok: verdict.ok,
      isolated_pairs_leaking: verdict.leaking,
      enroll_to_green_s: Math.round(greenS * 10) / 10,
      failover_ms: spread(rounds.map((round) => round.gapMs)),
      restore_lost_packets: rounds.reduce((sum, round) => sum + round.restore.lost, 0),
      agent_rss_mb: spread(await agentMemoryMb(network), 1),
    };
    screen.step(
      isGood(result) && isGreen(status, linkCount)
        ? 'everything as it should be'
        : 'something is not as it should be',
    );
    await whileUp(network);
    return result;
  } finally {
    await lab.down();
  }
}

/** Whether the demo shows what it is for. */
export function isGood(result: DemoResult): boolean {
  return (
    result.links_established === result.links &&
    result.lan_pairs_ok === result.lan_pairs_expected &&
    result.isolated_pairs_leaking === 0
  );
}

/** Resident memory of each agent, in MB of 1,000,000 bytes. */
export async function agentMemoryMb(network: LabNetwork): Promise<number[]> {
  const sizes: number[] = [];
  for (const node of network.lab.nodes) {
    const pid = await network.agentService(node)?.pid();
    if (pid === undefined) continue;
    // The caller sees the lab's processes under their numbers on this computer.
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    sizes.push((Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / 1e6);
  }
  return sizes;
}
