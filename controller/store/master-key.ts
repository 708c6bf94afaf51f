import type Database from 'better-sqlite3';

/** Which master key the secrets of the database are under. */
export interface MasterKeyTable {
  /** Id of the key; undefined where none was noted yet. */
  id(): Buffer | undefined;
  setId(id: Buffer): void;
  /** Leaves nothing on the disk of what was changed since (SQLite keeps it in its log); false while others read it. */
  scrub(): boolean;
}

export function masterKeyTable(db: Database.Database): MasterKeyTable {
  const select = db.prepare<[], Buffer>('SELECT id FROM master_key').pluck(true);
  const set = db.prepare(
    'INSERT INTO master_key (only, id) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET id = excluded.id',
  );
  return {
    id: () => select.get(),
    setId: (id) => void set.run(id),
    scrub: () => db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0,
  };
}
