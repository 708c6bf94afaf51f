import type { Clock } from '../../shared/os/clock.ts';
import type { TrackerEvent } from './events.ts';
import type { LinkStateName } from './link-memory.ts';
import type { Tracker } from './tracker.ts';

/** A link in the node's status. Times are Unix milliseconds. */
export interface TrackedLink {
  readonly state: LinkStateName;
  readonly sinceMs: number;
  readonly reason: string;
  /** When the next endpoint or lookup is due; null while nothing is. */
  readonly nextMs: number | null;
  readonly last: Pick<TrackerEvent, 'kind' | 'from' | 'to' | 'reason'> | null;
}

/** The links as the tracker has them, by interface. Links that work say no more than that, whatever happens to names. */
export function trackedLinks(
  tracker: Pick<Tracker, 'links'>,
  clock: Pick<Clock, 'now' | 'monotonic'>,
): ReadonlyMap<string, TrackedLink> {
  const offsetMs = clock.now() - clock.monotonic();
  // To the second: clocks drift against each other, and the file is written anew where a value is another one.
  const unix = (ms: number) => Math.round((ms + offsetMs) / 1000) * 1000;
  return new Map(
    [...tracker.links()].map(([name, { memory, last }]) => [
      name,
      {
        state: memory.state,
        sinceMs: unix(memory.sinceMs),
        reason: memory.reason,
        nextMs: memory.nextMs === undefined || memory.state === 'up' ? null : unix(memory.nextMs),
        last:
          last === undefined ? null : { kind: last.kind, from: last.from, to: last.to, reason: last.reason },
      },
    ]),
  );
}
