import { residentMb } from '../agent/process.ts';
import { type Crowd, startCrowd } from './crowd.ts';
import { quantile, rounded } from './figures.ts';
import { type Ground, prepareGround } from './ground.ts';
import type { Order } from './order.ts';
import { machineMs } from './wire.ts';

/** What agents cost that are stopped (SIGSTOP) while releases go on. */
export interface StoppedFigures {
  readonly stopped: number;
  readonly releases: number;
  /** The controller's most memory during these releases, less that during those before, when all agents ran. */
  readonly stopped_consumers_rss_mb: number;
  /** Time from a command to the last confirmation of those that run: before, and while the others are stopped. */
  readonly others_last_ack_before_ms: number;
  readonly others_last_ack_ms: number;
}

/** Releases for half running, half stopped agents; then the stopped ones go on, and have to come to the newest. */
export async function measureStopped(
  { agents, stopped, releases }: Extract<Order, { kind: 'stopped' }>,
  say: (line: string) => void,
): Promise<StoppedFigures> {
  const ground = await prepareGround(agents);
  const crowds: Crowd[] = [];
  try {
    await ground.start();
    await ground.towline('activate');
    const others = startCrowd(ground.network, ground.agents.slice(stopped));
    const halted = startCrowd(ground.network, ground.agents.slice(0, stopped));
    crowds.push(others, halted);
    for (const crowd of crowds)
      await crowd.until('all have the first release', (now) => now.confirmed[1] === crowd.size, 1_200);
    let value = 0;
    const next = () => release(ground, others, 31 + (value++ % 400));
    const before = await many(Math.ceil(releases / 10), next, ground);
    say(`${before.lastMs.length} releases for all: ${rounded(before.mostMb, 1)} MB`);
    for (const pid of halted.pids) process.kill(pid, 'SIGSTOP');
    const during = await many(releases, next, ground);
    say(`${releases} releases with ${stopped} stopped: ${rounded(during.mostMb, 1)} MB`);
    for (const pid of halted.pids) process.kill(pid, 'SIGCONT');
    const last = 1 + value;
    await halted.until(
      'those that were stopped have the last release',
      (now) => now.confirmed[last] === stopped,
      1_200,
    );
    return {
      stopped,
      releases,
      stopped_consumers_rss_mb: rounded(during.mostMb - before.mostMb, 1),
      others_last_ack_before_ms: Math.round(quantile(before.lastMs, 0.5)),
      others_last_ack_ms: Math.round(quantile(during.lastMs, 0.5)),
    };
  } finally {
    for (const crowd of crowds) crowd.end();
    await ground.close();
  }
}

/** Makes a release; resolves, when those that run have confirmed it, to the milliseconds that took. */
async function release(ground: Ground, others: Crowd, value: number): Promise<number> {
  const number = await ground.change(value);
  const begun = machineMs();
  await ground.towline('activate');
  await others.until(
    `those that run have release ${number}`,
    (now) => now.confirmed[number] === others.size,
    300,
  );
  return machineMs() - begun;
}

async function many(count: number, next: () => Promise<number>, ground: Ground) {
  const lastMs: number[] = [];
  let mostMb = 0;
  for (let done = 0; done < count; done++) {
    lastMs.push(await next());
    mostMb = Math.max(mostMb, await residentMb(ground.pid()));
  }
  return { lastMs, mostMb };
}
