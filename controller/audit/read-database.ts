import Database from 'better-sqlite3';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { eventLog } from '../store/events.ts';
import type { AuditEvent, Head } from './event.ts';
import { type EventChoice, eventPages } from './pages.ts';

/**
 * Reads the audit log of a database that nobody has to serve, and changes nothing; to stop taking pages closes it.
 * Throws `failed`, also while pages are taken, for what cannot be read or is no database of towline's.
 */
export function readEvents(
  path: string,
  choice: EventChoice,
): { readonly head: Head; readonly pages: Iterable<AuditEvent[]> } {
  // A backup may be cut off or damaged anywhere, so every step of reading it may fail.
  const reading = <T>(step: () => T): T => {
    try {
      return step();
    } catch (cause) {
      const message = `the audit log in ${path} cannot be read: ${messageOf(cause)}`;
      throw new TowlineError('failed', message, { cause });
    }
  };
  const { db, events, head } = reading(() => {
    const opened = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    const table = eventLog(opened);
    const last = table.head();
    if (!Buffer.isBuffer(last.hash)) throw notOurs(last.sequence);
    return { db: opened, events: table, head: last };
  });
  const pages = function* () {
    try {
      const found = eventPages(events, head, choice);
      for (;;) {
        const page = reading(() => {
          const next = found.next();
          if (next.done !== true) next.value.forEach(requireEvent);
          return next;
        });
        if (page.done === true) return;
        yield page.value;
      }
    } finally {
      db.close();
    }
  };
  return { head, pages: pages() };
}

/** The table is strict, unless somebody else made it: what has other types has no hash and cannot be shown. */
function requireEvent(event: AuditEvent): void {
  const { sequence, time, uid, actorKind, actor, action, subject, detail, result, hash } = event;
  const texts: readonly unknown[] = [actorKind, actor, action, subject, detail, result];
  const isOurs =
    texts.every((text) => typeof text === 'string') &&
    typeof time === 'number' &&
    (uid === null || typeof uid === 'number') &&
    Buffer.isBuffer(hash);
  if (!isOurs) throw notOurs(sequence);
}

function notOurs(sequence: number): TowlineError {
  return new TowlineError('failed', `event ${sequence} is none of towline's`);
}
