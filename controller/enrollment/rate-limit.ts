import type { Clock } from '../../shared/os/clock.ts';
import { createBuckets, createShares } from './shares.ts';

/**
 * Whether a source may ask once more.
 *
 * @param known identity of a router that asked before, if it is one: strangers, however many, do not keep it out
 */
export type RateLimit = (address: string, known: Uint8Array | undefined) => boolean;

/** Of a source. */
const own = { burst: 120, perSecond: 2 };
/** Of all sources: they take a tenth of a processor at most. Routers that wait ask half as often (enroll.ts). */
const all = { burst: 1_000, perSecond: 100 };
/** Of a router that is known, wherever it asks from: a stranger needs nothing but a request to be one. */
const router = { burst: 120, perSecond: 1 };

/** A share a source, and one for all that are not known. */
export function createRateLimit(clock: Pick<Clock, 'monotonic'>): RateLimit {
  const ofSource = createShares(clock, own);
  const ofRouter = createBuckets(clock, router);
  const ofAll = createBuckets(clock, all);
  return (address, known) => {
    // First: who asks too often alone takes nothing of the others' share.
    if (!ofSource.take(address)) return false;
    return known === undefined ? ofAll.take('') : ofRouter.take(Buffer.from(known).toString('hex'));
  };
}
