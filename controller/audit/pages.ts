import { TowlineError } from '../../shared/errors.ts';
import type { EventTable } from '../store/events.ts';
import type { AuditEvent, Head } from './event.ts';

/** Which events; what is 0 does not choose. */
export interface EventChoice {
  /** The first one, by sequence number. */
  readonly sinceSequence?: number;
  /** The first one, by time in Unix ms. */
  readonly sinceMs?: number;
  /** Only so many, the newest. */
  readonly newest?: number;
}

const pageSize = 500;

/**
 * The events up to `head`, in order, a page at a time, so that memory holds one page. Throws `failed` for sequence
 * numbers that do not count up, which only a change from outside makes.
 */
export function* eventPages(
  events: Pick<EventTable, 'after' | 'firstSince'>,
  head: Head,
  { sinceSequence = 0, sinceMs = 0, newest = 0 }: EventChoice = {},
): Generator<AuditEvent[]> {
  // From below any number that somebody may have written into the database.
  const starts = [Number.MIN_SAFE_INTEGER];
  if (sinceSequence > 0) starts.push(sinceSequence - 1);
  if (sinceMs > 0) {
    const first = events.firstSince(sinceMs);
    if (first === 0) return;
    starts.push(first - 1);
  }
  if (newest > 0) starts.push(head.sequence - newest);
  let last = Math.max(...starts);
  while (last < head.sequence) {
    const page = events.after(last, pageSize).filter(({ sequence }) => sequence <= head.sequence);
    if (page.length === 0) return;
    const next = page.at(-1)?.sequence ?? 0;
    if (next <= last) {
      throw new TowlineError(
        'failed',
        `the audit log goes on with event ${next} after ${last}: it was altered`,
      );
    }
    last = next;
    yield page;
  }
}
