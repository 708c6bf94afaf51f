import type Database from 'better-sqlite3';
import type { Bundle } from './bundles.ts';

/**
 * Where the parts of a release wait until all of them are there: tables that only this connection has, in a file
 * that is gone with it. A release of any size is put together here and never as a whole in memory.
 */
export interface StagingTable {
  clear(): void;
  putBlob(sha256: Uint8Array, content: Uint8Array): void;
  putBundle(bundle: Bundle): void;
  /** Moves everything into the release's own tables. Part of the caller's transaction. */
  publish(): void;
}

export function stagingTable(db: Database.Database): StagingTable {
  // What is lost with the connection anyway needs no journal.
  db.pragma('temp.journal_mode = OFF');
  // No index: what is in two bundles may wait twice.
  db.exec(`
    CREATE TEMP TABLE staged_blobs (sha256 BLOB NOT NULL, content BLOB NOT NULL);
    CREATE TEMP TABLE staged_bundles (
      node_id INTEGER PRIMARY KEY, release INTEGER, node_name TEXT, digest BLOB, manifest BLOB, signature BLOB,
      sealing_key BLOB, peers TEXT
    );
  `);
  const putBlob = db.prepare('INSERT INTO staged_blobs (sha256, content) VALUES (?, ?)');
  const putBundle = db.prepare('INSERT INTO staged_bundles VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const columns = 'node_id, release, node_name, digest, manifest, signature, sealing_key, peers';
  const publish = [
    'INSERT OR IGNORE INTO blobs (sha256, content) SELECT sha256, content FROM staged_blobs',
    `INSERT INTO bundles (${columns}) SELECT ${columns} FROM staged_bundles`,
  ].map((sql) => db.prepare(sql));
  const clear = ['DELETE FROM staged_blobs', 'DELETE FROM staged_bundles'].map((sql) => db.prepare(sql));
  return {
    clear() {
      for (const statement of clear) statement.run();
    },
    putBlob: (sha256, content) => void putBlob.run(sha256, content),
    putBundle({ nodeId, release, nodeName, peers, content }) {
      const { digest = null, manifest = null, signature = null, sealingKey = null } = content ?? {};
      const names = JSON.stringify(peers);
      putBundle.run(nodeId, release, nodeName, digest, manifest, signature, sealingKey, names);
    },
    publish() {
      for (const statement of publish) statement.run();
    },
  };
}
