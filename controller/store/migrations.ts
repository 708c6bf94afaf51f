import type Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';

/** Each entry takes the database one version up; a published entry is never changed. Times are Unix ms. */
const migrations: readonly string[] = [
  `
  CREATE TABLE network (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    network_id TEXT NOT NULL,
    name TEXT NOT NULL,
    ula TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    created INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE enrollments (
    identity_key BLOB PRIMARY KEY,
    management_key BLOB NOT NULL,
    link_key BLOB NOT NULL,
    sealing_key BLOB NOT NULL,
    code TEXT NOT NULL UNIQUE,
    host_name TEXT NOT NULL,
    address TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied')),
    reason TEXT NOT NULL DEFAULT '',
    sealed_answer BLOB,
    answer_signature BLOB,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
  ) STRICT;

  -- A retired node is removed from the network: its number is never given to another.
  CREATE TABLE nodes (
    node_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    site TEXT NOT NULL,
    identity_key BLOB NOT NULL,
    management_key BLOB NOT NULL,
    link_key BLOB NOT NULL,
    sealing_key BLOB NOT NULL,
    approved INTEGER NOT NULL,
    retired INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX nodes_name ON nodes (name) WHERE retired IS NULL;
  CREATE UNIQUE INDEX nodes_identity ON nodes (identity_key) WHERE retired IS NULL;
  CREATE UNIQUE INDEX nodes_management ON nodes (management_key) WHERE retired IS NULL;
  CREATE UNIQUE INDEX nodes_link ON nodes (link_key) WHERE retired IS NULL;
  CREATE UNIQUE INDEX nodes_sealing ON nodes (sealing_key) WHERE retired IS NULL;

  CREATE TABLE blobs (
    sha256 BLOB PRIMARY KEY,
    content BLOB NOT NULL
  ) STRICT;

  -- AUTOINCREMENT: a number is never used twice, even if the newest release were deleted.
  CREATE TABLE releases (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    created INTEGER NOT NULL,
    message TEXT NOT NULL,
    author TEXT NOT NULL,
    inventory_commit TEXT NOT NULL,
    activated INTEGER
  ) STRICT;

  -- A row only where a node's bundle changed; without a digest the node is gone from this release on.
  CREATE TABLE bundles (
    node_id INTEGER NOT NULL,
    release INTEGER NOT NULL REFERENCES releases (number),
    node_name TEXT NOT NULL,
    digest BLOB,
    manifest BLOB,
    signature BLOB,
    sealing_key BLOB,
    peers TEXT NOT NULL,
    PRIMARY KEY (node_id, release)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX bundles_release ON bundles (release);

  CREATE TABLE desired (
    node_id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL,
    FOREIGN KEY (node_id, release) REFERENCES bundles (node_id, release)
  ) STRICT;

  CREATE TABLE confirmations (
    node_id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL,
    confirmed INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE reports (
    node_id INTEGER PRIMARY KEY,
    received INTEGER NOT NULL,
    report BLOB NOT NULL
  ) STRICT;

  -- Encrypted under keys/master.key.
  CREATE TABLE psks (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (name, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE endpoints (
    node_id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    observed INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What a comparison with a release reads, without the manifests; and a release's names.
  CREATE INDEX bundles_heads ON bundles (node_id, release, node_name, digest, sealing_key);
  DROP INDEX bundles_release;
  CREATE INDEX bundles_release ON bundles (release, node_name, node_id);
  CREATE INDEX confirmations_release ON confirmations (release);
  CREATE INDEX releases_commit ON releases (inventory_commit);
  `,
  `
  -- How often an admin has let a bundle out of quarantine; and the release up to which a node may switch, where its
  -- links change at both ends.
  ALTER TABLE desired ADD COLUMN retry INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE desired ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Places of the controller's end of the management tunnel; the newest is where every node should be. Generation 0 is
  -- what controller.toml said when the first move began.
  CREATE TABLE tunnel_moves (
    generation INTEGER PRIMARY KEY,
    interface TEXT NOT NULL,
    port INTEGER NOT NULL,
    key_file TEXT NOT NULL,
    endpoints TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('moving', 'returning', 'settled', 'aborted')),
    begun INTEGER NOT NULL
  ) STRICT;

  -- Which nodes a move was told to: only these can have made it.
  CREATE TABLE tunnel_told (
    generation INTEGER NOT NULL REFERENCES tunnel_moves (generation),
    node_id INTEGER NOT NULL,
    PRIMARY KEY (generation, node_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Nodes that were let switch together, the newest time only; previous is the release that each had confirmed by then.
  -- What was desired before this version may be switched to.
  CREATE TABLE switches (
    node_id INTEGER PRIMARY KEY,
    group_number INTEGER NOT NULL,
    release INTEGER NOT NULL,
    previous INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX switches_group ON switches (group_number);
  UPDATE desired SET cleared = release;
  `,
];

/** Brings the schema to the newest version. Throws `conflict` if the database is newer than this program. */
export function migrate(db: Database.Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new TowlineError(
      'conflict',
      `the database has version ${version} and this towline knows ${migrations.length}: install the newer towline again`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
