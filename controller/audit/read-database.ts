import Database from 'better-sqlite3';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { eventTable } from '../store/events.ts';
import type { AuditEvent, Head } from './event.ts';
import { type EventChoice, eventPages } from './pages.ts';

/**
 * Reads the audit log of a database that nobody has to serve, and changes nothing; to stop taking pages closes it.
 * Throws `failed` for what cannot be read or is no database of towline's.
 */
export function readEvents(
  path: string,
  choice: EventChoice,
): { readonly head: Head; readonly pages: Iterable<AuditEvent[]> } {
  const open = () => {
    try {
      const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
      return { db, events: eventTable(db) };
    } catch (cause) {
      const message = `the audit log in ${path} cannot be read: ${messageOf(cause)}`;
      throw new TowlineError('failed', message, { cause });
    }
  };
  const { db, events } = open();
  const head = events.head();
  const pages = function* () {
    try {
      yield* eventPages(events, head, choice);
    } finally {
      db.close();
    }
  };
  return { head, pages: pages() };
}
