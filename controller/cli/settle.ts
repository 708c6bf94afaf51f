import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { type AdminClient, admin } from './client.ts';
import { type Io, paint } from './io.ts';

export interface Failure {
  readonly node: string;
  readonly reason: string;
}

/** How far the routers are with what they should run. */
export interface Settling {
  /** In contact, and the controller signed a confirmation of it. */
  readonly confirmed: readonly string[];
  readonly failed: readonly Failure[];
  /** Out of contact, whatever was heard of them before. */
  readonly away: readonly string[];
  readonly waiting: readonly string[];
  /** Not let switch, since their links change at both ends: what they wait for. */
  readonly putOff: readonly Failure[];
  /** Of those that are waited for: why they did not take the same bundle before. */
  readonly failedBefore: readonly Failure[];
  /** Whether every router confirmed. */
  readonly ok: boolean;
}

export interface WaitOptions {
  readonly daemon: AdminClient;
  readonly clock: Clock;
  readonly timeoutS: number;
  /** Only these nodes; none for all. */
  readonly nodes: readonly string[];
  /** The release that was activated. */
  readonly release: number;
  /** When the release was activated, by the clock's monotonic time. */
  readonly since: number;
  /** Told each time that it goes on. */
  readonly progress: (line: string) => void;
}

const intervalMs = 300;

/**
 * A router that is told again has begun to try, and says so, within this time, in ms; and who is put off for longer
 * waits for something that does not come by itself.
 */
const retryMs = 10_000;

/**
 * Waits until every router that has a desired release has confirmed it, failed, or waits for another one that is away,
 * or the time is over.
 */
export async function waitUntilSettled(options: WaitOptions): Promise<Settling> {
  const { daemon, clock, timeoutS, nodes, release, since, progress } = options;
  const deadline = clock.monotonic() + timeoutS * 1000;
  let told = '';
  for (;;) {
    const status = await daemon.call(admin.GetStatus, {});
    const elapsedMs = clock.monotonic() - since;
    const settling = settlingOf(
      status.nodes.filter(({ nodeName }) => nodes.length === 0 || nodes.includes(nodeName)),
      elapsedMs,
      release,
    );
    const line = progressOf(settling);
    if (line !== told) progress(line);
    told = line;
    const { waiting, away, putOff } = settling;
    if (waiting.length + away.length + putOff.length === 0 || clock.monotonic() > deadline) return settling;
    if (waiting.length === 0 && putOff.length > 0 && elapsedMs >= retryMs) return settling;
    await clock.sleep(intervalMs);
  }
}

/**
 * Sorts nodes by how far they are; those without a desired release do not count. A failure counts only if it
 * was reported after the activation, or stays for a while: it may be the one of the attempt before.
 *
 * @param elapsedMs since the activation
 * @param release the one that was activated: a node that was taken back from it failed
 */
export function settlingOf(nodes: readonly NodeStatus[], elapsedMs: number, release: number): Settling {
  const confirmed: string[] = [];
  const failed: Failure[] = [];
  const failedBefore: Failure[] = [];
  const away: string[] = [];
  const waiting: string[] = [];
  const putOff: Failure[] = [];
  for (const node of nodes) {
    if (node.desiredRelease === 0) continue;
    const last = node.report?.lastApply;
    const ended = last?.release === node.desiredRelease ? last.outcome : undefined;
    const isFailure = ended === 'APPLY_OUTCOME_ROLLED_BACK' || ended === 'APPLY_OUTCOME_REFUSED';
    // The age is in whole seconds, rounded down.
    const isFresh = node.heardAgeS !== undefined && (node.heardAgeS + 1) * 1000 <= elapsedMs;
    const failure = { node: node.nodeName, reason: last?.reason ?? '' };
    const isTakenBack = node.takenBack !== '' && node.desiredRelease > release;
    if (isTakenBack) failed.push({ node: node.nodeName, reason: node.takenBack });
    else if (node.condition === 'NODE_CONDITION_AWAY') away.push(node.nodeName);
    else if (isFailure && (isFresh || elapsedMs >= retryMs)) failed.push(failure);
    else if (!isFailure && node.confirmedRelease === node.desiredRelease) confirmed.push(node.nodeName);
    else if (node.putOff !== '') putOff.push({ node: node.nodeName, reason: node.putOff });
    else {
      waiting.push(node.nodeName);
      if (isFailure) failedBefore.push(failure);
    }
  }
  const ok = failed.length + away.length + waiting.length + putOff.length === 0;
  return { confirmed, failed, away, waiting, putOff, failedBefore, ok };
}

function progressOf({ confirmed, failed, away, waiting, putOff }: Settling): string {
  const names = waiting.length === 0 || waiting.length > 8 ? '' : ` (${waiting.join(' ')})`;
  const line = `${confirmed.length} confirmed, ${failed.length} failed, ${waiting.length} to come${names}`;
  const held = putOff.length === 0 ? line : `${line}, ${putOff.length} put off`;
  return away.length === 0 ? held : `${held}, ${away.length} away (${away.join(' ')})`;
}

export function renderProgress(io: Io, settling: Settling): string {
  const { ok, confirmed, failed, away, waiting, putOff, failedBefore } = settling;
  if (ok) return paint(io, 'green', allConfirmed(confirmed.length));
  return [
    ...failed.map(({ node, reason }) => `${paint(io, 'red', `${node} failed:`)} ${reason}`),
    ...(waiting.length === 0 ? [] : [`not confirmed in time: ${waiting.join(' ')}`]),
    ...failedBefore.map(({ node, reason }) => `${node} failed with it before: ${reason}`),
    ...putOff.map(({ node, reason }) => `${paint(io, 'yellow', `${node} put off:`)} ${reason}`),
    ...(away.length === 0 ? [] : [`away, to get it when they are back: ${away.join(' ')}`]),
  ].join('\n');
}

function allConfirmed(number: number): string {
  if (number === 0) return 'No router has anything to confirm.';
  return number === 1 ? 'The router has confirmed.' : `All ${number} routers have confirmed.`;
}
