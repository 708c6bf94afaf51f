import type { Spread } from '../../shared/gen/towline/v1/Spread.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { BusyError } from '../../shared/rpc/retry-after.ts';
import { retryAfterMs, spreadSeconds } from './spread.ts';

/**
 * Lets nodes begin their sessions, so many at once: as many as come through as fast as this machine is, and those that
 * are put off cost it one small answer. Without it, all of them are served a little, none within its time-out, and all
 * ask again.
 */
export interface Door {
  /** A node without a watch asks for its first challenge. Throws `BusyError` while too many others are on their way in. */
  enter(nodeId: number): void;
  /** Its watch is open. */
  entered(nodeId: number): void;
  /** What a node is told that it has to come back by, when its watch breaks. */
  spread(): Spread;
  /** How often a node was put off since the start. */
  putOff(): number;
}

export interface DoorOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly roster: { all(): { readonly length: number } };
  /** How many nodes have a watch. */
  readonly watches: { nodes(): number };
  /** In [0, 1). */
  readonly random?: () => number;
}

/** Where a session takes ten milliseconds of CPU, they wait for one another for less than a second. */
const mostAtOnce = 64;
/** Who has not opened its watch within this time, in ms, has given up: calls of agents end after as long. */
const patienceMs = 10_000;

export function createDoor({ clock, roster, watches, random = Math.random }: DoorOptions): Door {
  // A Map keeps the order of insertion: the first entry is the oldest.
  const onTheirWay = new Map<number, number>();
  let putOff = 0;
  return {
    enter(nodeId) {
      const now = clock.monotonic();
      for (const [other, until] of onTheirWay) {
        if (until > now) break;
        onTheirWay.delete(other);
      }
      if (onTheirWay.has(nodeId)) return;
      if (onTheirWay.size >= mostAtOnce) {
        putOff++;
        const missing = roster.all().length - watches.nodes();
        throw new BusyError('the controller takes others first', retryAfterMs(missing, random()));
      }
      onTheirWay.set(nodeId, now + patienceMs);
    },
    entered: (nodeId) => void onTheirWay.delete(nodeId),
    spread: () => ({ seconds: spreadSeconds(roster.all().length) }),
    putOff: () => putOff,
  };
}
