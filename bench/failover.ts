import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { type Spread, spread } from '../lab/measure/statistics.ts';
import { measureFailover } from '../lab/network/failover.ts';
import type { LabNetwork } from '../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../lab/network/paper.ts';
import { waitUntilGreen } from '../lab/network/wait.ts';
import type { Benchmark } from './main.ts';

const coreLinks = [
  ['aachen', 'berlin'],
  ['berlin', 'chemnitz'],
  ['chemnitz', 'dresden'],
  ['dresden', 'aachen'],
] as const;

interface ProfileResult {
  readonly failover_ms: Spread;
  readonly restore_lost_packets: number;
  readonly restore_sent_packets: number;
  readonly single_homed_back_ms: Spread;
}

/**
 * For each BFD profile: links of the core cut without notice while hosts ping at 10 ms, then healed; and Frankfurt,
 * which has one link only, cut off for 3 s: time from the end of the cut to its first answered packet.
 */
export const failover: Benchmark = async ({ rounds = 12, signal }) => {
  const results: Record<string, ProfileResult> = {};
  for (const profile of ['default', 'fast']) {
    process.stderr.write(`profile ${profile}: bringing the network up\n`);
    const network = await paperNetwork({ signal, values: { 'bfd.profile': profile } });
    try {
      results[profile] = await measureProfile(network, rounds, signal);
    } finally {
      await network.lab.down();
    }
  }
  const table = new Table({
    style: { head: [], border: [] },
    head: ['profile', 'failover ms, median (max)', 'lost when healed', 'single-homed back ms, median (max)'],
  });
  for (const [profile, result] of Object.entries(results)) {
    table.push([
      profile,
      `${result.failover_ms.median} (${result.failover_ms.max})`,
      `${result.restore_lost_packets} of ${result.restore_sent_packets}`,
      `${result.single_homed_back_ms.median} (${result.single_homed_back_ms.max})`,
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
  return { rounds, ...results };
};

async function measureProfile(
  network: LabNetwork,
  rounds: number,
  signal: AbortSignal,
): Promise<ProfileResult> {
  const gaps: number[] = [];
  const back: number[] = [];
  let [lost, sent] = [0, 0];
  for (let index = 0; index < rounds; index++) {
    signal.throwIfAborted();
    const [a, b] = coreLinks[index % coreLinks.length] ?? coreLinks[0];
    const round = await measureFailover(network, a, b);
    process.stderr.write(`  ${a}--${b}: ${round.gapMs} ms, ${round.restore.lost} lost when healed\n`);
    gaps.push(round.gapMs);
    lost += round.restore.lost;
    sent += round.restore.sent;
  }
  for (let index = 0; index < Math.ceil(rounds / 4); index++) {
    signal.throwIfAborted();
    await waitUntilGreen(network, paperLinks, { signal });
    back.push(await cutOff(network, 'aachen', 'frankfurt', 3000));
    process.stderr.write(`  frankfurt cut off for 3 s: back after ${back.at(-1)} ms\n`);
  }
  return {
    failover_ms: spread(gaps),
    restore_lost_packets: lost,
    restore_sent_packets: sent,
    single_homed_back_ms: spread(back),
  };
}

/** Cuts the only link of `b` for `ms`; resolves to the time from the end of the cut to the next answered packet. */
async function cutOff(network: LabNetwork, a: string, b: string, ms: number): Promise<number> {
  const { lab } = network;
  const probe = lab.probe(`host-${a}`, lab.hostAddresses(b).ipv4 ?? '');
  await probe.answer(30_000);
  await lab.cutLink(a, b);
  await delay(ms);
  await lab.healLink(a, b);
  const healed = Date.now();
  await probe.answer(90_000);
  const elapsed = Date.now() - healed;
  await probe.stop();
  return elapsed;
}
