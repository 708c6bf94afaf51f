import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { BundleRef, Journal, RollingBack } from './schema.ts';

/** So many failed attempts quarantine a bundle until there is a newer release. */
export const mostAttempts = 3;

type Failures = NonNullable<Journal['failures']>;

/** Whether these failures keep their bundle in quarantine. Pure. */
export function isEnough({ count, operator }: Failures): boolean {
  return count >= mostAttempts || operator === true;
}

/**
 * Whether a release is not tried: its bundle is in quarantine, or an operator went back from what was seen by then.
 * A release newer than all that was seen is tried, and so is one that an admin let out since. Pure.
 */
export function isQuarantined({ failures, highestSeen, running }: Journal, desired: DesiredRelease): boolean {
  if (failures === undefined || !isEnough(failures)) return false;
  const digest = desired.bundleDigest.toString('hex');
  if (digest === running?.digest) return false;
  if (failures.operator !== true && failures.digest !== digest) return false;
  if (desired.retry > (failures.retry ?? 0)) return false;
  // One that was put off once has been seen: it is held against what had been seen before it.
  const { epoch, release } = failures.seen ?? highestSeen ?? { epoch: 0, release: 0 };
  return (desired.epoch - epoch || desired.release - release) <= 0;
}

/** Digest of the bundle in quarantine, hexadecimal; undefined if none is, or while one is on its way. Pure. */
export function quarantinedDigest({ failures, phase }: Journal): string | undefined {
  const isResting = phase.state === 'idle' || phase.state === 'confirmed' || phase.state === 'quarantined';
  return isResting && failures !== undefined && isEnough(failures) ? failures.digest : undefined;
}

/** The failures when a bundle was taken back. Pure. */
export function failuresAfter(
  journal: Journal,
  { bundle, operator }: RollingBack,
  counts: boolean,
): Failures {
  const { failures } = journal;
  const before = failures?.digest === bundle.digest ? failures.count : 0;
  return failuresOf(journal, bundle, before + (counts ? 1 : 0), operator);
}

/** What is known of a bundle that is left now. Pure. */
export function failuresOf(
  { retry, highestSeen }: Journal,
  { digest }: BundleRef,
  count: number,
  operator?: true,
): Failures {
  return {
    digest,
    count,
    ...(retry === undefined ? {} : { retry }),
    ...(operator === undefined ? {} : { operator }),
    ...(highestSeen === undefined
      ? {}
      : { seen: { epoch: highestSeen.epoch, release: highestSeen.release } }),
  };
}

/** The journal when a bundle is staged: with a higher `retry` than at the last failure, that one is forgiven. Pure. */
export function letOut({ failures, ...rest }: Journal, retry: number): Journal {
  const isKept = failures !== undefined && retry <= (failures.retry ?? 0);
  return { ...rest, ...(isKept ? { failures } : {}), ...(retry === 0 ? {} : { retry }) };
}
