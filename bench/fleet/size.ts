import { setTimeout as delay } from 'node:timers/promises';
import { cpuSeconds, residentMb } from '../agent/process.ts';
import { type Crowd, startCrowd } from './crowd.ts';
import { peakOverMean, quantile, rounded } from './figures.ts';
import { type Ground, prepareGround } from './ground.ts';
import type { Order } from './order.ts';
import { machineMs } from './wire.ts';

/** What a controller with so many agents costs. */
export interface SizeFigures {
  readonly agents: number;
  readonly bundle_bytes: number;
  /** From the command to the last confirmation, the median of the rounds; */
  readonly activate_to_last_ack_s: number;
  /** to each of them, all rounds. */
  readonly ack_p50_ms: number;
  readonly ack_p99_ms: number;
  /** CPU time of the controller in one activation, its reports included; the same for a thousand. */
  readonly activate_cpu_s: number;
  readonly cpu_s_per_1000_agents: number;
  /** Of the agents' processes in the same time: what a machine of their own would take away. */
  readonly agents_cpu_s_per_1000: number;
  /** CPU time of the controller from its start to the last agent's return. */
  readonly session_cpu_s: number;
  /** All agents connected and idle. */
  readonly controller_rss_mb: number;
  /** What of it an agent takes: the same, less that before the first one came. */
  readonly rss_kb_per_agent: number;
  /** Of a core, all agents connected and idle; the commands that it runs included. */
  readonly idle_cpu_percent: number;
  /** From SIGTERM with all streams open to the end of the process. */
  readonly sigterm_s: number;
  /** From the moment that it listens again to the last agent's contact. */
  readonly restart_all_back_s: number;
  /** Sessions begun in the busiest second over the mean, until all were back. */
  readonly restart_peak_over_mean: number;
}

const idleS = 20;

/** One size: activations, a restart, then quiet. */
export async function measureSize(
  { agents, rounds }: Extract<Order, { kind: 'size' }>,
  say: (line: string) => void,
): Promise<SizeFigures> {
  say(`${agents} agents: keys, first release`);
  const ground = await prepareGround(agents);
  let crowd: Crowd | undefined;
  try {
    await ground.start();
    await delay(2_000);
    const emptyMb = await residentMb(ground.pid());
    await ground.towline('activate');
    crowd = startCrowd(ground.network, ground.agents);
    await crowd.until('all have the first release', (now) => now.confirmed[1] === agents, 300);
    say('all are in contact');
    const activations: Activation[] = [];
    for (let round = 0; round < rounds; round++) {
      const one = await activate(ground, crowd, 31 + round);
      say(`activation: ${rounded(one.lastS)} s to the last of ${agents} confirmations`);
      activations.push(one);
    }
    const acks = activations.flatMap(({ acksMs }) => acksMs);
    const mean = (of: (one: Activation) => number) =>
      activations.reduce((sum, one) => sum + of(one), 0) / activations.length;
    const restarted = await restart(ground, crowd);
    say(`restart: all back after ${rounded(restarted.allBackS)} s`);
    // What the return left behind is collected, and reports have come.
    await delay(10_000);
    const before = await cpuSeconds(ground.pid());
    await delay(idleS * 1000);
    const after = await cpuSeconds(ground.pid());
    const idleMb = await residentMb(ground.pid());
    const used = after.own + after.children - before.own - before.children;
    return {
      agents,
      bundle_bytes: ground.bundleBytes,
      activate_to_last_ack_s: rounded(
        quantile(
          activations.map(({ lastS }) => lastS),
          0.5,
        ),
      ),
      ack_p50_ms: Math.round(quantile(acks, 0.5)),
      ack_p99_ms: Math.round(quantile(acks, 0.99)),
      activate_cpu_s: rounded(mean(({ cpuS }) => cpuS)),
      cpu_s_per_1000_agents: rounded((1000 * mean(({ cpuS }) => cpuS)) / agents),
      agents_cpu_s_per_1000: rounded((1000 * mean(({ agentsCpuS }) => agentsCpuS)) / agents),
      session_cpu_s: rounded(restarted.cpuS),
      controller_rss_mb: rounded(idleMb, 1),
      rss_kb_per_agent: rounded((1000 * (idleMb - emptyMb)) / agents, 1),
      idle_cpu_percent: rounded((100 * used) / idleS, 1),
      sigterm_s: rounded(restarted.stoppedS),
      restart_all_back_s: rounded(restarted.allBackS, 1),
      restart_peak_over_mean: rounded(restarted.peakOverMean, 2),
    };
  } finally {
    crowd?.end();
    await ground.close();
  }
}

interface Activation {
  readonly lastS: number;
  readonly acksMs: readonly number[];
  readonly cpuS: number;
  readonly agentsCpuS: number;
}

async function activate(ground: Ground, crowd: Crowd, value: number): Promise<Activation> {
  const release = await ground.change(value);
  await crowd.news();
  const [before, agentsBefore] = [await cpuSeconds(ground.pid()), await ofAgents(crowd)];
  const begun = machineMs();
  await ground.towline('activate');
  const isDone = (now: { confirmed: Readonly<Record<number, number>> }) =>
    now.confirmed[release] === crowd.size;
  const { acks } = await crowd.until(`all have release ${release}`, isDone, 300);
  const acksMs = acks.filter(([, of]) => of === release).map(([at]) => at - begun);
  // Until what they report of it has come, which they do within a second.
  await delay(2_500);
  const [after, agentsAfter] = [await cpuSeconds(ground.pid()), await ofAgents(crowd)];
  return {
    lastS: Math.max(...acksMs) / 1000,
    acksMs,
    cpuS: after.own - before.own,
    agentsCpuS: agentsAfter - agentsBefore,
  };
}

async function ofAgents(crowd: Crowd): Promise<number> {
  const each = await Promise.all(crowd.pids.map(cpuSeconds));
  return each.reduce((sum, { own }) => sum + own, 0);
}

async function restart(ground: Ground, crowd: Crowd) {
  const stoppedS = await ground.stop('SIGTERM');
  await crowd.until('all have noticed', ({ inContact }) => inContact === 0, 60);
  await ground.start();
  const back = machineMs();
  const news = await crowd.until('all are back', ({ inContact }) => inContact === crowd.size, 600);
  const allBackS = (Math.max(...news.contacts) - back) / 1000;
  const begun = news.attempts.filter((at) => at >= back);
  const { own: cpuS } = await cpuSeconds(ground.pid());
  return { stoppedS, allBackS, peakOverMean: peakOverMean(begun), cpuS };
}
