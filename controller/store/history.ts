import type Database from 'better-sqlite3';
import type { Change, Subject } from '../history/changes.ts';
import { createWriteBudget } from './budget.ts';
import type { Undo } from './undo.ts';

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
  since(nodeId: number, subject: Subject): ReadonlyMap<string, number>;
  remove(nodeId: number): void;
}

/** Changes kept of each node. */
const kept = 500;

export function historyTable(db: Database.Database, undo: Pick<Undo, 'note'>): HistoryTable {
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
  const latest = db.prepare<[number], { subject: Subject; name: string; at: number }>(
    'SELECT subject, name, at, max(id) FROM history WHERE node_id = ? GROUP BY subject, name',
  );
  const remove = db.prepare('DELETE FROM history WHERE node_id = ?');
  const budget = createWriteBudget();
  /** When things became what they are, by node, subject and name: status asks for all nodes each second. */
  const times = new Map<number, Times>();
  const timesOf = (nodeId: number) => {
    let known = times.get(nodeId);
    if (known === undefined) {
      known = new Map();
      for (const { subject, name, at } of latest.all(nodeId)) enter(known, subject, name, at);
      times.set(nodeId, known);
    }
    return known;
  };
  /** Heard and not written yet, oldest first. */
  const waiting = new Map<number, NotedChange[]>();
  const keep = (nodeId: number, unwritten: NotedChange[] | undefined) => {
    const before = waiting.get(nodeId);
    undo.note(() => replace(waiting, nodeId, before));
    replace(waiting, nodeId, unwritten);
  };
  const write = db.transaction((nodeId: number, changes: readonly NotedChange[]) => {
    for (const { at, subject, name, from, to } of changes) insert.run(nodeId, at, subject, name, from, to);
    trim.run({ nodeId });
  });
  return {
    note(nodeId, changes, now) {
      if (changes.length === 0) return;
      const known = timesOf(nodeId);
      const all = [...(waiting.get(nodeId) ?? []), ...changes.map((change) => ({ ...change, at: now }))];
      if (budget.take(nodeId, now)) {
        write(nodeId, all);
        keep(nodeId, undefined);
      } else keep(nodeId, all.slice(-kept));
      for (const { subject, name } of changes) {
        const before = known.get(subject)?.get(name);
        undo.note(() => enter(known, subject, name, before));
        enter(known, subject, name, now);
      }
    },
    of(nodeId, limit) {
      const unwritten = [...(waiting.get(nodeId) ?? [])].reverse().slice(0, limit);
      return [...unwritten, ...list.all(nodeId, limit - unwritten.length)];
    },
    since: (nodeId, subject) => timesOf(nodeId).get(subject) ?? new Map(),
    remove(nodeId) {
      remove.run(nodeId);
      keep(nodeId, undefined);
      const before = times.get(nodeId);
      undo.note(() => replace(times, nodeId, before));
      times.delete(nodeId);
    },
  };
}

type Times = Map<Subject, Map<string, number>>;

function enter(times: Times, subject: Subject, name: string, at: number | undefined): void {
  const names = times.get(subject) ?? new Map<string, number>();
  times.set(subject, names);
  replace(names, name, at);
}

function replace<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
