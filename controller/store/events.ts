import type Database from 'better-sqlite3';
import { type AuditEvent, type EventContent, eventHash, type Head, origin } from '../audit/event.ts';

/** The audit log: events are added, and never changed or removed. */
export interface EventTable {
  /** Adds an event at the end; on the disk when this, or the transaction around it, returns. */
  append(content: EventContent): AuditEvent;
  /** Keeps, beside the log, what has begun; on the disk when this returns. */
  begin(content: EventContent): number;
  /** Adds the event of what was begun under a number, which is begun no more. */
  end(number: number, content: EventContent): AuditEvent;
  /** What was begun and has not ended, the oldest first. */
  begun(): { readonly number: number; readonly content: EventContent }[];
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

/** The log alone, which a backup of an earlier version has as well. */
export function eventLog(db: Database.Database): Pick<EventTable, 'head' | 'after' | 'firstSince'> {
  const last = db.prepare<[], Head>('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1');
  const page = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const since = db
    .prepare<[number], number | null>('SELECT min(sequence) FROM events WHERE time >= ?')
    .pluck(true);
  return {
    head: () => last.get() ?? origin,
    after: (sequence, limit) => page.all(sequence, limit),
    firstSince: (time) => since.get(time) ?? 0,
  };
}

export function eventTable(db: Database.Database): EventTable {
  const log = eventLog(db);
  const insert = db.prepare(
    `INSERT INTO events (sequence, time, actor_kind, actor, uid, action, subject, detail, result, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const append = db.transaction((content: EventContent): AuditEvent => {
    const before = log.head();
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
  const keep = db.prepare('INSERT INTO calls_under_way (content) VALUES (?)');
  const drop = db.prepare('DELETE FROM calls_under_way WHERE number = ?');
  const kept = db.prepare<[], { number: number; content: string }>(
    'SELECT number, content FROM calls_under_way ORDER BY number',
  );
  const end = db.transaction((number: number, content: EventContent): AuditEvent => {
    drop.run(number);
    return append(content);
  });
  return {
    ...log,
    append: (content) => append.immediate(content),
    begin: (content) => Number(keep.run(JSON.stringify(content)).lastInsertRowid),
    end: (number, content) => end.immediate(number, content),
    begun: () =>
      kept.all().map(({ number, content }) => ({ number, content: JSON.parse(content) as EventContent })),
  };
}
