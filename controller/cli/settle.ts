import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { type AdminClient, admin } from './client.ts';
import { type Io, paint } from './io.ts';

/** How far the routers are with what they should run. */
export interface Settling {
  readonly confirmed: readonly string[];
  readonly failed: readonly { readonly node: string; readonly reason: string }[];
  readonly waiting: readonly string[];
  /** Whether every router confirmed. */
  readonly ok: boolean;
}

export interface WaitOptions {
  readonly daemon: AdminClient;
  readonly clock: Clock;
  readonly timeoutS: number;
  /** Only these nodes; none for all. */
  readonly nodes: readonly string[];
  /** Told each time that it goes on. */
  readonly progress: (line: string) => void;
}

const intervalMs = 300;

/** Waits until every router that has a desired release has confirmed it or failed, or the time is over. */
export async function waitUntilSettled(options: WaitOptions): Promise<Settling> {
  const { daemon, clock, timeoutS, nodes, progress } = options;
  const deadline = clock.monotonic() + timeoutS * 1000;
  let told = '';
  for (;;) {
    const status = await daemon.call(admin.GetStatus, {});
    const settling = settlingOf(
      status.nodes.filter(({ nodeName }) => nodes.length === 0 || nodes.includes(nodeName)),
    );
    const { confirmed, failed, waiting } = settling;
    const line = `${confirmed.length} confirmed, ${failed.length} failed, ${waiting.length} to come`;
    if (line !== told) progress(line);
    told = line;
    if (waiting.length === 0 || clock.monotonic() > deadline) return settling;
    await clock.sleep(intervalMs);
  }
}

/** Sorts nodes by how far they are; those without a desired release do not count. */
export function settlingOf(nodes: readonly NodeStatus[]): Settling {
  const confirmed: string[] = [];
  const failed: { node: string; reason: string }[] = [];
  const waiting: string[] = [];
  for (const node of nodes) {
    if (node.desiredRelease === 0) continue;
    const last = node.report?.lastApply;
    const ended = last?.release === node.desiredRelease ? last.outcome : undefined;
    if (ended === 'APPLY_OUTCOME_ROLLED_BACK' || ended === 'APPLY_OUTCOME_REFUSED') {
      failed.push({ node: node.nodeName, reason: last?.reason ?? '' });
    } else if (node.runningRelease === node.desiredRelease && ended !== 'APPLY_OUTCOME_APPLYING') {
      confirmed.push(node.nodeName);
    } else {
      waiting.push(node.nodeName);
    }
  }
  return { confirmed, failed, waiting, ok: failed.length === 0 && waiting.length === 0 };
}

export function renderProgress(io: Io, { ok, confirmed, failed, waiting }: Settling): string {
  if (ok) return paint(io, 'green', `All ${confirmed.length} routers have confirmed.`);
  return [
    ...failed.map(({ node, reason }) => `${paint(io, 'red', `${node} failed:`)} ${reason}`),
    ...(waiting.length === 0 ? [] : [`not confirmed in time: ${waiting.join(' ')}`]),
  ].join('\n');
}
