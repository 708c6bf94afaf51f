import type Database from 'better-sqlite3';

/** Which bundle each node should run, by the release in which it came to be, and what it confirmed. */
export interface DesiredTable {
  /** Release of the bundle that the node should run; 0 if none. */
  get(nodeId: number): number;
  set(nodeId: number, release: number): void;
  clear(nodeId: number): void;
  /** How often an admin has let the node's bundles out of quarantine. */
  retry(nodeId: number): number;
  /** Notes that a node proved a bundle. */
  confirm(nodeId: number, release: number, now: number): void;
  /** Release of the bundle that the node last confirmed; 0 if none. */
  confirmed(nodeId: number): number;
  forgetConfirmation(nodeId: number): void;
}

export function desiredTable(db: Database.Database): DesiredTable {
  const get = db.prepare<[number], number>('SELECT release FROM desired WHERE node_id = ?').pluck(true);
  const set = db.prepare(
    `INSERT INTO desired (node_id, release) VALUES (?, ?)
     ON CONFLICT (node_id) DO UPDATE SET release = excluded.release`,
  );
  const retry = db.prepare<[number], number>('SELECT retry FROM desired WHERE node_id = ?').pluck(true);
  const clear = db.prepare('DELETE FROM desired WHERE node_id = ?');
  const confirm = db.prepare(
    'INSERT OR REPLACE INTO confirmations (node_id, release, confirmed) VALUES (?, ?, ?)',
  );
  const confirmed = db
    .prepare<[number], number>('SELECT release FROM confirmations WHERE node_id = ?')
    .pluck(true);
  const forget = db.prepare('DELETE FROM confirmations WHERE node_id = ?');
  return {
    get: (nodeId) => get.get(nodeId) ?? 0,
    set: (nodeId, release) => void set.run(nodeId, release),
    retry: (nodeId) => retry.get(nodeId) ?? 0,
    clear: (nodeId) => void clear.run(nodeId),
    confirm: (nodeId, release, now) => void confirm.run(nodeId, release, now),
    confirmed: (nodeId) => confirmed.get(nodeId) ?? 0,
    forgetConfirmation: (nodeId) => void forget.run(nodeId),
  };
}
