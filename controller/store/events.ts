import type Database from 'better-sqlite3';
import { type AuditEvent, type EventContent, eventHash, type Head, origin } from '../audit/event.ts';

/** The audit log: events are added, and never changed or removed. */
export interface EventTable {
  /** Adds an event at the end; on the disk when this, or the transaction around it, returns. */
  append(content: EventContent): AuditEvent;
  /** The newest event, sequence 0 if there is none. */
  head(): Head;
  /** Up to `limit` events after a sequence number, in order. */
  after(sequence: number, limit: number): AuditEvent[];
  /** Sequence number of the first event at or after a time (Unix ms), 0 if there is none. */
  firstSince(time: number): number;
}

interface Row extends Omit<AuditEvent, 'hash'> {
  readonly hash: Buffer;
}

const columns = `sequence, time, actor_kind AS actorKind, actor, uid, action, subject, detail, result, hash`;

export function eventTable(db: Database.Database): EventTable {
  const last = db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1');
  const page = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const since = db
    .prepare<[number], number | null>('SELECT min(sequence) FROM events WHERE time >= ?')
    .pluck(true);
  const insert = db.prepare(
    `INSERT INTO events (sequence, time, actor_kind, actor, uid, action, subject, detail, result, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const head = () => last.get() ?? origin;
  const append = db.transaction((content: EventContent): AuditEvent => {
    const before = head();
    const placed = { ...content, sequence: before.sequence + 1 };
    const event = { ...placed, hash: eventHash(before.hash, placed) };
    insert.run(
      event.sequence,
      event.time,
      event.actorKind,
      event.actor,
      event.uid,
      event.action,
      event.subject,
      event.detail,
      event.result,
      event.hash,
    );
    return event;
  });
  return {
    append: (content) => append.immediate(content),
    head,
    after: (sequence, limit) => page.all(sequence, limit),
    firstSince: (time) => since.get(time) ?? 0,
  };
}
