import type Database from 'better-sqlite3';
import type { Change, Subject } from '../history/changes.ts';
import { createWriteBudget } from './budget.ts';

/** A change, and when the controller heard of it. */
export interface NotedChange extends Change {
  /** Unix ms. */
  readonly at: number;
}

/** What changed at each node: the latest changes, and the last one of each thing however old it is. */
export interface HistoryTable {
  /** A node that changes its mind all the time has its changes written in one go with later ones. */
  note(nodeId: number, changes: readonly Change[], now: number): void;
  /** Newest first. */
  of(nodeId: number, limit: number): NotedChange[];
  /** When each thing of this kind became what it is, Unix ms, by name. */
  since(nodeId: number, subject: Subject): Map<string, number>;
  remove(nodeId: number): void;
}

/** Changes kept of each node. */
const kept = 500;

export function historyTable(db: Database.Database): HistoryTable {
  const insert = db.prepare(
    'INSERT INTO history (node_id, at, subject, name, was, became) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const trim = db.prepare(
    `DELETE FROM history WHERE node_id = @nodeId
     AND id <= (SELECT id FROM history WHERE node_id = @nodeId ORDER BY id DESC LIMIT 1 OFFSET ${kept})
     AND id NOT IN (SELECT max(id) FROM history WHERE node_id = @nodeId GROUP BY subject, name)`,
  );
  const list = db.prepare<[number, number], NotedChange>(
    `SELECT at, subject, name, was AS "from", became AS "to" FROM history
     WHERE node_id = ? ORDER BY id DESC LIMIT ?`,
  );
  const latest = db.prepare<[number, string], { name: string; at: number }>(
    'SELECT name, at, max(id) FROM history WHERE node_id = ? AND subject = ? GROUP BY name',
  );
  const remove = db.prepare('DELETE FROM history WHERE node_id = ?');
  const budget = createWriteBudget();
  /** Heard and not written yet, oldest first. */
  const waiting = new Map<number, NotedChange[]>();
  const write = db.transaction((nodeId: number, changes: readonly NotedChange[]) => {
    for (const { at, subject, name, from, to } of changes) insert.run(nodeId, at, subject, name, from, to);
    trim.run({ nodeId });
  });
  return {
    note(nodeId, changes, now) {
      if (changes.length === 0) return;
      const all = [...(waiting.get(nodeId) ?? []), ...changes.map((change) => ({ ...change, at: now }))];
      if (budget.take(nodeId, now)) {
        write(nodeId, all);
        waiting.delete(nodeId);
      } else waiting.set(nodeId, all.slice(-kept));
    },
    of(nodeId, limit) {
      const unwritten = [...(waiting.get(nodeId) ?? [])].reverse().slice(0, limit);
      return [...unwritten, ...list.all(nodeId, limit - unwritten.length)];
    },
    since(nodeId, subject) {
      const found = new Map(latest.all(nodeId, subject).map(({ name, at }) => [name, at]));
      for (const change of waiting.get(nodeId) ?? [])
        if (change.subject === subject) found.set(change.name, change.at);
      return found;
    },
    remove(nodeId) {
      waiting.delete(nodeId);
      remove.run(nodeId);
    },
  };
}
