import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Bundle } from '../check/bundle.ts';
import { findDrift } from './find.ts';
import { type RepairPorts, repairDrift } from './repair.ts';

/** What keeping an eye on drift needs. */
export interface DriftOptions extends RepairPorts {
  readonly clock: Clock;
  /** Runs a task with the confirmed bundle while nothing else changes the node; not at all if there is none. */
  readonly atRest: (task: (bundle: Bundle) => Promise<void>) => Promise<void>;
}

export interface DriftWatch {
  /** What differs from the confirmed bundle, a line each, as of the last look. */
  current(): readonly string[];
  /** Looks once; repairs if the bundle says so, and looks again. */
  look(signal: AbortSignal): Promise<void>;
  /** Looks each minute until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

const intervalMs = 60_000;

/** Compares the node with its confirmed bundle; the log has each change of what differs once. */
export function createDriftWatch(options: DriftOptions): DriftWatch {
  const { log, lock } = options;
  let [drift, failure]: [readonly string[], string] = [[], ''];
  const note = (found: readonly string[]) => {
    if (found.join('\n') !== drift.join('\n')) {
      if (found.length > 0) log.warn({ drift: found }, 'not as the confirmed bundle says');
      else log.info('as the confirmed bundle says again');
    }
    drift = found;
  };
  const find = (bundle: Bundle) => lock.run(() => findDrift(options, bundle));
  const repair = async (bundle: Bundle, signal: AbortSignal) => {
    let now = '';
    try {
      await repairDrift(options, bundle, signal);
    } catch (error) {
      signal.throwIfAborted();
      now = messageOf(error);
    }
    if (now !== '' && now !== failure) log.error({ error: now }, 'drift could not be repaired');
    failure = now;
  };

  const watch: DriftWatch = {
    current: () => drift,
    look: async (signal) => {
      let isLooked = false;
      await options.atRest(async (bundle) => {
        isLooked = true;
        note(await find(bundle));
        if (drift.length === 0 || bundle.settings.drift !== 'repair') return;
        await repair(bundle, signal);
        note(await find(bundle));
      });
      // Between two bundles nothing is the confirmed one's.
      if (!isLooked) drift = [];
    },
    run: async (signal) => {
      while (!signal.aborted) {
        await options.clock.sleep(intervalMs, signal);
        await watch.look(signal).catch((error) => {
          signal.throwIfAborted();
          log.warn({ error: messageOf(error) }, 'drift');
        });
      }
    },
  };
  return watch;
}
