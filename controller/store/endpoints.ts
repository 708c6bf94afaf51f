import type Database from 'better-sqlite3';

/** The public address that each node's management tunnel was last seen to come from. */
export interface EndpointTable {
  get(nodeId: number): string | undefined;
  set(nodeId: number, address: string, now: number): void;
  remove(nodeId: number): void;
}

export function endpointTable(db: Database.Database): EndpointTable {
  const get = db.prepare<[number], string>('SELECT address FROM endpoints WHERE node_id = ?').pluck(true);
  const set = db.prepare('INSERT OR REPLACE INTO endpoints (node_id, address, observed) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM endpoints WHERE node_id = ?');
  return {
    get: (nodeId) => get.get(nodeId),
    set: (nodeId, address, now) => void set.run(nodeId, address, now),
    remove: (nodeId) => void remove.run(nodeId),
  };
}
