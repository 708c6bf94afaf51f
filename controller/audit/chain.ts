import { type AuditEvent, eventHash, formatHead, type Head, origin } from './event.ts';

/** What is wrong with an audit log, and from which event on nothing in it can be relied upon. */
export interface Break {
  readonly sequence: number;
  readonly reason: string;
}

/** Goes along an audit log. Once it found something it says the same for whatever follows. */
export interface ChainCheck {
  /** Takes the next event; what is wrong, undefined if nothing is so far. */
  add(event: AuditEvent): Break | undefined;
  /** What is wrong after the last event. */
  end(): Break | undefined;
  /** The last event that was in order. */
  head(): Head;
}

/**
 * Checks that events follow each other without a gap and that each hash is that of the event and the one before. What
 * was taken from the end leaves no trace in what is left, and who may write the database can compute all hashes anew:
 * both are found only against a head that was kept elsewhere.
 *
 * @param kept the end of the log at an earlier time
 */
export function checkChain(kept?: Head): ChainCheck {
  let last: Head = origin;
  let broken: Break | undefined;
  if (kept?.sequence === 0 && !kept.hash.equals(origin.hash))
    broken = { sequence: 1, reason: `${formatHead(kept)} is the head of no log: the first hash is of zeros` };
  const judge = (event: AuditEvent): Break | undefined => {
    const expected = last.sequence + 1;
    if (event.sequence > expected) return { sequence: expected, reason: `event ${expected} is not there` };
    if (event.sequence < expected)
      return { sequence: expected, reason: `event ${event.sequence} does not belong there` };
    if (!eventHash(last.hash, event).equals(event.hash)) {
      const reason = `event ${expected} is not what was written, or the one before it is not`;
      return { sequence: expected, reason };
    }
    if (event.sequence === kept?.sequence && !event.hash.equals(kept.hash)) {
      const reason = `the log is another than that of ${formatHead(kept)}: events up to ${expected} were written anew`;
      return { sequence: expected, reason };
    }
    return undefined;
  };
  return {
    add(event) {
      broken ??= judge(event);
      if (broken === undefined) last = { sequence: event.sequence, hash: event.hash };
      return broken;
    },
    end() {
      if (broken !== undefined || kept === undefined || kept.sequence <= last.sequence) return broken;
      const reason = `the log ends with event ${last.sequence}, and had ${kept.sequence}: its end was taken away`;
      return { sequence: last.sequence + 1, reason };
    },
    head: () => last,
  };
}
