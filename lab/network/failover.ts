import { setTimeout as delay } from 'node:timers/promises';
import type { Loss } from '../traffic/loss.ts';
import type { LabNetwork } from './network.ts';
import { waitForSession } from './wait.ts';

/** What a cut and its end did to a host's traffic. */
export interface FailoverRound {
  readonly link: readonly [string, string];
  /** Longest time without traffic after the link was cut, in milliseconds. */
  readonly gapMs: number;
  /** Interface that the traffic took before and during the cut. */
  readonly pathBefore: string;
  readonly pathDuring: string;
  /** What was lost from before the link was healed until its session was back and routes had settled. */
  readonly restore: Loss;
}

/**
 * Cuts the link between two nodes without notice (packets dropped in both directions, no interface event), waits
 * until traffic between the hosts behind them flows again, then heals it. Throws `failed` when it never does.
 */
export async function measureFailover(
  network: LabNetwork,
  a: string,
  b: string,
  deadlineMs = 30_000,
): Promise<FailoverRound> {
  const { lab } = network;
  const { ipv4: target = '' } = lab.hostAddresses(b);
  const path = async (): Promise<string> => {
    const { stdout } = await lab.exec(a, ['ip', 'route', 'get', target]);
    return / dev (\S+)/.exec(stdout)?.[1] ?? 'none';
  };
  const pathBefore = await path();
  const during = lab.probe(`host-${a}`, target);
  await during.answer(deadlineMs);
  await lab.cutLink(a, b);
  await during.answer(deadlineMs);
  const pathDuring = await path();
  const { longestGapMs } = await during.stop();

  const after = lab.probe(`host-${a}`, target);
  await after.answer(deadlineMs);
  await lab.healLink(a, b);
  await waitForSession(network, a, b, deadlineMs);
  // Until the route has gone back to the direct path, and some time on it.
  const back = Date.now() + deadlineMs;
  while ((await path()) !== pathBefore && Date.now() < back) await delay(100);
  await delay(1000);
  const restore = await after.stop();
  return { link: [a, b], gapMs: Math.round(longestGapMs), pathBefore, pathDuring, restore };
}
