import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { type Snapshot, type SnapshotSource, takeSnapshot } from './snapshot.ts';

/** Snapshots of a controller that runs, one at a time: each takes room on the disk for the database once more. */
export interface Snapshots {
  /**
   * Has something done with the controller as it is at one moment; what that took on the disk is gone afterwards. Throws
   * `conflict` while another one is there, `failed`, and what the work throws.
   */
  use<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
}

export interface SnapshotsOptions {
  readonly source: () => SnapshotSource;
  /** Keeps changes away while it does something. */
  readonly hold: <T>(work: () => Promise<T>) => Promise<T>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createSnapshots({ source, hold, clock }: SnapshotsOptions): Snapshots {
  let isUnderWay = false;
  return {
    async use(work) {
      if (isUnderWay) throw new TowlineError('conflict', 'a backup is being made already: wait for its end');
      isUnderWay = true;
      try {
        const snapshot = await takeSnapshot(source(), hold, clock.now());
        try {
          return await work(snapshot);
        } finally {
          await snapshot.drop();
        }
      } finally {
        isUnderWay = false;
      }
    },
  };
}
