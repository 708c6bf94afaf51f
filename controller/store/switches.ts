import type Database from 'better-sqlite3';

/** A node that was let switch together with others. */
export interface SwitchRow {
  readonly nodeId: number;
  /** Those that have the same number switched together. */
  readonly groupNumber: number;
  /** The release that it was let switch to. */
  readonly release: number;
  /** The release that it had confirmed by then. */
  readonly previous: number;
}

/** Who switched together with whom last, so that all of them can be taken back. */
export interface SwitchTable {
  all(): SwitchRow[];
  get(nodeId: number): SwitchRow | undefined;
  ofGroup(groupNumber: number): SwitchRow[];
  /** Notes a group; what its members were in before is forgotten. Part of the caller's transaction. */
  put(members: readonly Omit<SwitchRow, 'groupNumber'>[]): SwitchRow[];
  removeGroup(groupNumber: number): void;
}

const columns = 'node_id AS nodeId, group_number AS groupNumber, release, previous';

export function switchTable(db: Database.Database): SwitchTable {
  const all = db.prepare<[], SwitchRow>(`SELECT ${columns} FROM switches ORDER BY node_id`);
  const get = db.prepare<[number], SwitchRow>(`SELECT ${columns} FROM switches WHERE node_id = ?`);
  const ofGroup = db.prepare<[number], SwitchRow>(
    `SELECT ${columns} FROM switches WHERE group_number = ? ORDER BY node_id`,
  );
  const next = db.prepare<[], number>('SELECT coalesce(max(group_number), 0) + 1 FROM switches').pluck(true);
  const put = db.prepare(
    'INSERT OR REPLACE INTO switches (node_id, group_number, release, previous) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM switches WHERE group_number = ?');
  return {
    all: () => all.all(),
    get: (nodeId) => get.get(nodeId),
    ofGroup: (groupNumber) => ofGroup.all(groupNumber),
    put(members) {
      const groupNumber = next.get() ?? 1;
      return members.map((member) => {
        put.run(member.nodeId, groupNumber, member.release, member.previous);
        return { ...member, groupNumber };
      });
    },
    removeGroup: (groupNumber) => void remove.run(groupNumber),
  };
}
