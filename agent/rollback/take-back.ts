import { join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { readBundle } from '../check/bundle.ts';
import { isSwitched, transition } from '../journal/state.ts';
import { type RollbackPorts, rollBackUntilDone, tell } from './rollback.ts';

/** What an operator's rollback came to. */
export interface TakenBack {
  /** The release that the node left, or that it was about to go to. */
  readonly leftRelease: number;
  /** The release that it runs now; 0 if none. */
  readonly release: number;
  /** What the journal says of it. */
  readonly reason: string;
}

/** What an operator asks for. */
export interface BackRequest {
  /** The operator's words; may be empty. */
  readonly reason: string;
  /** `retry` of the release that is desired now, where that is known. */
  readonly retry?: number;
}

/**
 * Goes back because an operator asked: from the bundle that is on its way, or else from the one that runs to the one
 * confirmed before. Persisted before the first effect. Throws `conflict` if there is nothing to go back to, and what
 * kept the journal from the disk, with nothing changed. From then on it is tried until it is done.
 *
 * @param onFailed called with what went wrong, each time before it is tried again
 */
export async function takeBack(
  ports: RollbackPorts & { readonly clock: Clock },
  request: BackRequest,
  signal: AbortSignal,
  onFailed?: (error: unknown) => void,
): Promise<TakenBack> {
  const { journal, log } = ports;
  // One line in the log, the journal and the report.
  const words = request.reason.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const retry = request.retry === undefined ? {} : { retry: request.retry };
  const reason = words === '' ? 'an operator asked' : `an operator asked: ${words}`;
  const event = { kind: 'operator', reason, ...retry } as const;
  const next = transition(journal.current(), event);
  if (next.phase.state === 'rollingBack' && next.phase.failedIn === 'confirmed')
    await requireReadable(ports, next.running?.digest ?? '');
  // What is switched to is taken back even if the disk does not take the journal: it would be after a crash, too.
  if (isSwitched(journal.current().phase)) await tell(ports, event);
  else await journal.record(event);
  log.warn({ state: next.phase.state, reason }, 'an operator goes back');
  await rollBackUntilDone(ports, async () => true, signal, onFailed);
  const { running, lastApply } = journal.current();
  return {
    leftRelease: next.lastApply?.release ?? 0,
    release: running?.release ?? 0,
    reason: lastApply?.reason ?? reason,
  };
}

async function requireReadable(ports: RollbackPorts, digest: string): Promise<void> {
  try {
    await readBundle(join(ports.paths.bundles, digest), ports.bundleKeys);
  } catch (cause) {
    throw new TowlineError(
      'failed',
      `the bundle confirmed before cannot be read, the node stays as it is: ${messageOf(cause)}`,
      { cause },
    );
  }
}
