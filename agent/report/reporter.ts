import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { Bird } from '../bird/bird.ts';
import type { ProtocolState } from '../bird/protocols.ts';
import type { ControllerClient } from '../session/client.ts';
import {
  type AgentStatus,
  longestUnwrittenMs,
  makeStatus,
  reportOf,
  type StatusSources,
  statusKey,
  trackerKey,
} from './status.ts';

export interface ReporterOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly bird: Bird;
  /** What the status is made of, BIRD aside. */
  readonly sources: () => Promise<Omit<StatusSources, 'protocols' | 'bfd' | 'birdState'>>;
  /** Client of the session with the controller, while there is one. */
  readonly client: () => ControllerClient | undefined;
  readonly statusFile: string;
  /** Time between two reports to the controller when nothing changes. */
  readonly heartbeatMs: number;
  /**
   * Asked each second while all is well: a status is made at once when one of these is another (by `===`) than when the
   * last one was made.
   */
  readonly marks: () => readonly unknown[];
  /** Told each status: each second, or while all is well each five. */
  readonly onStatus?: (status: AgentStatus) => void;
}

const intervalMs = 1000;
/** So long a status holds while all is well and no mark is another. */
const settledMs = 5000;

/**
 * Writes the status and reports it: when something changes (at most once a second), when a session begins, and
 * from time to time when nothing does. The file is a sign of life for those who look at the machine, so how often the
 * controller wants to hear is nothing to it.
 *
 * Making a status, for which BIRD is asked, is a good part of what an idle agent costs: while all is well one holds for
 * `settledMs`. A link that falls silent the tracker notices within a second; what only BIRD knows, such as a session that
 * ends on a link that works, is told so much later at most.
 */
export async function runReporter(options: ReporterOptions, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(options.statusFile), { recursive: true });
  let [writtenKey, writtenAt] = ['', Number.NEGATIVE_INFINITY];
  let [sentKey, sentAt, sentTo]: [string, number, ControllerClient | undefined] = ['', 0, undefined];
  const writeEachMs = Math.min(options.heartbeatMs, longestUnwrittenMs);
  let held: { readonly untilMs: number; readonly marks: readonly unknown[] } | undefined;
  for (; !signal.aborted; await options.clock.sleep(intervalMs, signal)) {
    const marks = options.marks();
    const now = options.clock.monotonic();
    if (held !== undefined && now < held.untilMs && areSame(held.marks, marks)) continue;
    held = undefined;
    try {
      const asked = await askBird(options.bird);
      const status = makeStatus({ ...(await options.sources()), ...asked });
      options.onStatus?.(status);
      const key = statusKey(status);
      const fileKey = key + trackerKey(status);
      if (fileKey !== writtenKey || now - writtenAt >= writeEachMs) {
        await writeAtomically(options.statusFile, `${JSON.stringify(status, null, 2)}\n`, 0o644);
        [writtenKey, writtenAt] = [fileKey, now];
      }
      const client = options.client();
      if (
        client !== undefined &&
        (client !== sentTo || key !== sentKey || now - sentAt >= options.heartbeatMs)
      ) {
        await client.report(reportOf(status), signal);
        [sentKey, sentAt, sentTo] = [key, now, client];
      }
      if (isSettled(status)) held = { untilMs: now + Math.min(settledMs, options.heartbeatMs), marks };
    } catch (error) {
      if (!signal.aborted) options.log.debug({ error: messageOf(error) }, 'report');
    }
  }
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** Whether nothing is under way, and every link works with its sessions. Pure. */
function isSettled({ state, birdState, links }: AgentStatus): boolean {
  return (
    (state === 'confirmed' || state === 'quarantined') &&
    birdState === 'running' &&
    links.every(
      ({ bgpState, bfdState, tracker, prefixLimitHit }) =>
        bgpState === 'Established' && bfdState === 'Up' && tracker?.state === 'up' && !prefixLimitHit,
    )
  );
}

async function askBird(bird: Bird): Promise<Pick<StatusSources, 'protocols' | 'bfd' | 'birdState'>> {
  // First, since one that does not answer is waited for only once.
  let birdState = await bird.state();
  let protocols: ProtocolState[] | undefined;
  let bfd = new Map<string, string>();
  try {
    if (birdState === 'running') {
      protocols = await bird.protocols();
      bfd = await bird.bfdSessions();
    }
  } catch {
    // It went away meanwhile: that is part of the status.
    birdState = await bird.state();
  }
  return { protocols, bfd, birdState };
}
