import type Database from 'better-sqlite3';

/** A router that asked to join with the identity of another one. */
export interface Clone {
  /** Identity that both have. */
  readonly identityKey: Buffer;
  /** Name of the node that the other one is. */
  readonly node: string;
  /** Where it came from last, and what it called itself. */
  readonly address: string;
  readonly hostName: string;
  /** How often it asked. */
  readonly count: number;
  /** When it asked last, Unix ms. */
  readonly last: number;
}

export interface CloneTable {
  find(identityKey: Uint8Array): Clone | undefined;
  /** Notes one more request, and gives what is known now. */
  note(clone: Omit<Clone, 'count'>): Clone;
  /** Those that asked since a time (Unix ms), newest first. */
  since(time: number): Clone[];
  /** How many requests there were of all of them, ever. */
  total(): number;
}

export function cloneTable(db: Database.Database): CloneTable {
  const columns = 'identity_key AS identityKey, node, address, host_name AS hostName, count, last';
  const find = db.prepare<[Uint8Array], Clone>(`SELECT ${columns} FROM clones WHERE identity_key = ?`);
  const note = db.prepare<[Uint8Array, string, string, string, number], Clone>(
    `INSERT INTO clones (identity_key, node, address, host_name, count, last) VALUES (?, ?, ?, ?, 1, ?)
     ON CONFLICT (identity_key) DO UPDATE SET node = excluded.node, address = excluded.address,
       host_name = excluded.host_name, count = count + 1, last = excluded.last
     RETURNING ${columns}`,
  );
  const since = db.prepare<[number], Clone>(
    `SELECT ${columns} FROM clones WHERE last >= ? ORDER BY last DESC, node LIMIT 100`,
  );
  const total = db.prepare<[], number>('SELECT coalesce(sum(count), 0) FROM clones').pluck(true);
  return {
    find: (identityKey) => find.get(identityKey),
    note(clone) {
      const { identityKey, node, address, hostName, last } = clone;
      return note.get(identityKey, node, address, hostName, last) ?? { ...clone, count: 1 };
    },
    since: (time) => since.all(time),
    total: () => total.get() ?? 0,
  };
}
