import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import type { LabNetwork } from '../lab/network/network.ts';
import { meshOf } from '../lab/network/small.ts';
import { readStatus } from '../lab/network/status.ts';
import { TowlineError } from '../shared/errors.ts';
import type { Benchmark } from './main.ts';

/** What became of the packets of a ping at 10 ms while a key was renewed. */
export interface RotationLoss {
  readonly sent: number;
  readonly lost: number;
  readonly longest_gap_ms: number;
  readonly took_s: number;
}

const networks = {
  redundant: ['aachen', 'berlin', 'chemnitz'],
  single_path: ['aachen', 'berlin'],
} as const;

/**
 * A node's link key and a link's pre-shared key renewed while hosts ping each other over the link at 10 ms: in a
 * triangle, where there is a way around it, and between two nodes, where there is none.
 */
export const rotation: Benchmark = async ({ rounds = 1, only, signal }) => {
  const results: Record<string, { key: RotationLoss[]; psk: RotationLoss[] }> = {};
  for (const [name, sites] of Object.entries(networks)) {
    if (only !== undefined && only !== name) continue;
    process.stderr.write(`${name}: bringing the network up\n`);
    const network = await meshOf(sites, { signal });
    try {
      const result = { key: [] as RotationLoss[], psk: [] as RotationLoss[] };
      results[name] = result;
      for (let round = 0; round < rounds; round++) {
        signal.throwIfAborted();
        result.key.push(await rotateKey(network, signal));
        process.stderr.write(`  key: ${JSON.stringify(result.key.at(-1))}\n`);
        result.psk.push(await rotatePsk(network, signal));
        process.stderr.write(`  pre-shared key: ${JSON.stringify(result.psk.at(-1))}\n`);
      }
    } finally {
      await network.lab.down();
    }
  }
  const table = new Table({
    style: { head: [], border: [] },
    head: ['network', 'what', 'lost of sent', 'longest gap ms', 'took s'],
  });
  for (const [name, result] of Object.entries(results))
    for (const [what, losses] of Object.entries(result))
      for (const { sent, lost, longest_gap_ms, took_s } of losses)
        table.push([name, what, `${lost} of ${sent}`, longest_gap_ms, took_s]);
  process.stdout.write(`${table.toString()}\n`);
  return { rounds, ...results };
};

/** Renews the key of aachen's links, under traffic from behind aachen to behind berlin. */
export async function rotateKey(network: LabNetwork, signal?: AbortSignal): Promise<RotationLoss> {
  return underTraffic(network, async () => {
    const { version } = (await network.towlineJson(['node', 'rotate-key', 'aachen'])) as { version: number };
    const reference = `@private:${version}`;
    await waitFor(`aachen has key ${version} on all its links`, signal, async () => {
      const files = await network.lab.exec('aachen', [
        'sh',
        '-c',
        'cat /var/lib/towline/current/wireguard/*',
      ]);
      const keys = files.stdout.match(/^PrivateKey = .*$/gm) ?? [];
      return keys.every((line) => line === `PrivateKey = ${reference}`) && (await isSettled(network));
    });
  });
}

/** Renews the pre-shared key of the link between aachen and berlin, under the same traffic. */
export async function rotatePsk(network: LabNetwork, signal?: AbortSignal): Promise<RotationLoss> {
  return underTraffic(network, async () => {
    const { release } = (await network.towlineJson(['rotate', 'psk', 'aachen', 'berlin'])) as {
      release: number;
    };
    await waitFor(`release ${release} is confirmed`, signal, () => isSettled(network));
  });
}

async function underTraffic(network: LabNetwork, work: () => Promise<void>): Promise<RotationLoss> {
  const probe = network.lab.probe('host-aachen', network.lab.hostAddresses('berlin').ipv4 ?? '');
  await probe.answer(30_000);
  const began = performance.now();
  try {
    await work();
  } catch (error) {
    await probe.stop();
    throw error;
  }
  // What comes late has come.
  await delay(1_000);
  const { sent, lost, longestGapMs } = await probe.stop();
  const took = Math.round((performance.now() - began - 1_000) / 100) / 10;
  return { sent, lost, longest_gap_ms: longestGapMs, took_s: took };
}

/** Whether every node has proved what it should run, and no link is drained. */
async function isSettled(network: LabNetwork): Promise<boolean> {
  const { nodes } = await readStatus(network);
  if (nodes.some(({ condition }) => condition !== 'ok')) return false;
  const configured = await Promise.all(
    network.lab.nodes.map((node) =>
      network.lab.exec(node, ['sh', '-c', 'cat /var/lib/towline/current/bird/*.conf']),
    ),
  );
  return configured.every(({ stdout }) => !/preference 50;/.test(stdout));
}

async function waitFor(
  what: string,
  signal: AbortSignal | undefined,
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await condition())) {
    signal?.throwIfAborted();
    if (Date.now() > deadline) throw new TowlineError('failed', `not within 240 s: ${what}`);
    await delay(200);
  }
}
