import { messageOf, TowlineError } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { Clock } from '../shared/os/clock.ts';
import type { Log } from '../shared/os/log.ts';
import type { Wake } from '../shared/os/wake.ts';
import type { CycleOutcome } from './cycle.ts';
import { backoffMs } from './session/backoff.ts';
import type { ControllerClient } from './session/client.ts';

export interface FollowDesiredOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly wake: Wake;
  readonly client: () => ControllerClient | undefined;
  /** The release that the controller named last. */
  readonly desired: () => DesiredRelease | undefined;
  readonly cycle: (
    client: ControllerClient,
    desired: DesiredRelease,
    signal: AbortSignal,
  ) => Promise<CycleOutcome>;
  /** Whether a cycle for this release may begin now; when that changes, `wake` is notified. */
  readonly mayBegin: (desired: DesiredRelease) => boolean;
  /** Whether the bundle of this release failed here before, perhaps just before the agent was started. */
  readonly hasFailed: (desired: DesiredRelease) => boolean;
}

const idleMs = 60_000;
const retryMs = 30_000;
const mostRetryMs = 600_000;

/** Runs one cycle for each release that the controller names, one after the other; tries again what failed. */
export async function followDesired(options: FollowDesiredOptions, signal: AbortSignal): Promise<void> {
  const { clock, log } = options;
  let [attempted, done]: [{ desired: DesiredRelease; client: ControllerClient }?, DesiredRelease?] = [];
  let [failures, notBefore] = [0, 0];
  while (!signal.aborted) {
    const [client, desired] = [options.client(), options.desired()];
    if (attempted !== undefined && desired !== undefined && isNews(attempted, desired, client)) {
      [failures, notBefore] = [0, 0];
    }
    if (
      attempted === undefined &&
      client !== undefined &&
      desired !== undefined &&
      options.hasFailed(desired)
    ) {
      // What cut the node off and was taken back at the start would cut it off again before anybody could help.
      attempted = { desired, client };
      failures = 1;
      notBefore = clock.monotonic() + pauseMs(failures);
    }
    const waitMs = notBefore - clock.monotonic();
    const isIdle = client === undefined || desired === undefined || desired === done;
    if (isIdle || waitMs > 0 || !options.mayBegin(desired)) {
      await options.wake.wait(waitMs > 0 ? waitMs : idleMs, signal);
      continue;
    }
    attempted = { desired, client };
    try {
      const outcome = await options.cycle(client, desired, signal);
      failures = outcome === 'rolledBack' ? failures + 1 : 0;
      if (outcome === 'rolledBack') notBefore = clock.monotonic() + pauseMs(failures);
      else done = desired;
    } catch (error) {
      signal.throwIfAborted();
      const isAway = error instanceof TowlineError && error.code === 'unavailable';
      log[isAway ? 'info' : 'error']({ error: messageOf(error) }, 'release put off');
      failures++;
      notBefore = clock.monotonic() + backoffMs(failures, Math.random());
    }
  }
}

/** Pause in milliseconds after so many failures of a bundle that was switched to. */
function pauseMs(failures: number): number {
  return backoffMs(failures - 1, 0.5 + Math.random() / 2, retryMs, mostRetryMs);
}

/**
 * Whether what the controller says now ends the pause after a failure: another release, or the same one told again
 * in the same session, which is an admin's activate. A new session begins with the same release by itself.
 */
function isNews(
  attempted: { desired: DesiredRelease; client: ControllerClient },
  desired: DesiredRelease,
  client: ControllerClient | undefined,
): boolean {
  if (nameOf(desired) !== nameOf(attempted.desired)) return true;
  return desired !== attempted.desired && client === attempted.client;
}

function nameOf({ epoch, release, bundleDigest }: DesiredRelease): string {
  return `${epoch} ${release} ${bundleDigest.toString('hex')}`;
}
