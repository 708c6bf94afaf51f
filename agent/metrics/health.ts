import { access } from 'node:fs/promises';
import { healthPage, staleness } from '../../shared/net/health.ts';
import type { Pages } from '../../shared/net/http-server.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { AgentStatus } from '../report/status.ts';

export interface HealthSources {
  readonly clock: Clock;
  /** When the tracker looked at the links last; undefined before the first time. Monotonic milliseconds. */
  readonly lookedMs: () => number | undefined;
  /** When the status was made last. */
  readonly reportedMs: () => number | undefined;
  /** Time between two looks of the tracker. */
  readonly intervalMs: number;
  readonly journalFile: string;
  readonly isBooted: () => boolean;
  readonly status: () => AgentStatus | undefined;
}

/** A turn of a loop may take as long as a program that hangs and is ended, twice. */
const mostStillMs = 30_000;

/**
 * `/healthz`: the agent does its work; 503 is a reason to start it again. Being cut off from the controller is none: it
 * is told, since the agent works without. `/readyz`: the node is up from its disk, and runs a bundle.
 */
export function healthPages(sources: HealthSources): Pages {
  const { clock, lookedMs, reportedMs, intervalMs, journalFile, isBooted, status } = sources;
  const since = (what: string, atMs: number | undefined, mostMs: number) =>
    staleness(what, atMs, clock.monotonic(), mostMs);
  const notes = () =>
    status()?.controller.connected === false ? ['note: not in contact with the controller'] : [];
  const journal = async () => {
    // There is none before the first bundle.
    if ((status()?.running.release ?? 0) > 0) await access(journalFile);
    return undefined;
  };
  return {
    '/healthz': healthPage({
      clock,
      notes,
      checks: {
        tracker: () => since('the loop', lookedMs(), mostStillMs + 3 * intervalMs),
        reporter: () => since('the loop', reportedMs(), mostStillMs),
        journal,
      },
    }),
    '/readyz': healthPage({
      clock,
      notes,
      checks: {
        boot: () => (isBooted() ? undefined : 'the node is not up from its disk yet'),
        bundle: () => ((status()?.running.release ?? 0) > 0 ? undefined : 'no bundle runs'),
      },
    }),
  };
}
