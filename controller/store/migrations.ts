// long: every step of the schema, in order; a step that was released never changes.
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
  -- When an admin last let a bundle out of quarantine (Unix seconds, growing); and the release up to which a node may switch, where its
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
  `
  -- Keys that sign, or have signed, what nodes are told; the newest one signs. The private keys are elsewhere.
  CREATE TABLE signing_keys (
    generation INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL UNIQUE,
    key_file TEXT,
    succession BLOB,
    signature BLOB,
    after_release INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    retired INTEGER
  ) STRICT;
  `,
  `
  -- The audit log. The hash of each event covers the one before (controller/audit/event.ts).
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('admin', 'node', 'system')),
    actor TEXT NOT NULL,
    uid INTEGER,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    result TEXT NOT NULL,
    hash BLOB NOT NULL
  ) STRICT;
  CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'the audit log is not changed');
  END;
  CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'nothing is taken from the audit log');
  END;

  -- Which master key the secrets here are under: its id says nothing of the key itself.
  CREATE TABLE master_key (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- Keys of links that nodes made beside the one of their enrollment, which is version 1; without a key it was only
  -- asked for. A node's links have its settled version, and those of a rotation under way what their step says.
  -- A revoked node is a retired one that no release takes back.
  ALTER TABLE nodes ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE link_keys (
    node_id INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 1),
    public_key BLOB UNIQUE,
    PRIMARY KEY (node_id, version)
  ) STRICT;
  CREATE TABLE rotations (
    node_id INTEGER PRIMARY KEY,
    settled INTEGER NOT NULL,
    target INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    ended INTEGER
  ) STRICT;
  CREATE TABLE rotation_links (
    node_id INTEGER NOT NULL,
    peer_id INTEGER NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('drain', 'switch', 'undrain', 'moved', 'return', 'failed')),
    release INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (node_id, peer_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the code of a request is made with; its number, which no other request ever has; the token it came with, if
  -- any, and why that did not let it in. An answer is good for the request that it was made for.
  DELETE FROM enrollments WHERE state = 'pending';
  ALTER TABLE enrollments ADD COLUMN nonce BLOB NOT NULL DEFAULT x'';
  ALTER TABLE enrollments ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE enrollments ADD COLUMN token TEXT NOT NULL DEFAULT '';
  ALTER TABLE enrollments ADD COLUMN token_tried INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE enrollments ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE enrollments ADD COLUMN answer_for BLOB;
  UPDATE enrollments SET sealed_answer = NULL, answer_signature = NULL;
  CREATE INDEX enrollments_number ON enrollments (number);
  CREATE INDEX enrollments_pending ON enrollments (last_seen) WHERE state = 'pending';
  CREATE TABLE enrollment_numbers (last INTEGER NOT NULL) STRICT;
  INSERT INTO enrollment_numbers (last) VALUES (0);

  -- Tokens that let routers join: of the token itself there is only a public key here.
  CREATE TABLE enrollment_tokens (
    id TEXT PRIMARY KEY,
    public_key BLOB NOT NULL,
    uses INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0 CHECK (used <= uses),
    node TEXT NOT NULL,
    site TEXT NOT NULL,
    replaces INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER
  ) STRICT;

  -- Routers that asked to join with the identity of another one, by that identity.
  CREATE TABLE clones (
    identity_key BLOB PRIMARY KEY,
    node TEXT NOT NULL,
    address TEXT NOT NULL,
    host_name TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What admins asked for and what has not ended: who, when and what, as JSON (controller/audit/event.ts). What is found
  -- here at a start was cut off, and is noted then.
  CREATE TABLE calls_under_way (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    content TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What changed at nodes (controller/history): the latest changes of each, and the last one of each thing.
  CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    node_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_node ON history (node_id, id);
  `,
  `
  -- Releases that are activated in waves (controller/rollout). What was asked for is in settings, as JSON; times in Unix ms.
  CREATE TABLE rollouts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    release INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('running', 'paused', 'stopped', 'finishing', 'returning', 'done', 'aborted')),
    settings TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    wave INTEGER NOT NULL,
    wave_ended INTEGER NOT NULL,
    forgiven INTEGER NOT NULL,
    exceptions TEXT NOT NULL
  ) STRICT;
  CREATE TABLE rollout_nodes (
    rollout INTEGER NOT NULL REFERENCES rollouts (number),
    node_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('waiting', 'told', 'healthy', 'failed', 'left', 'gone', 'returning', 'returned')),
    release INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    canary INTEGER NOT NULL,
    wave INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    told INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    had_failed INTEGER NOT NULL,
    links TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (rollout, node_id)
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The version of the schema that this program makes. */
export const newestVersion = migrations.length;

/** The version of a database's schema; 0 for an empty one. Throws `conflict` if it is newer than this program. */
export function schemaVersion(db: Database.Database): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version <= newestVersion) return version;
  throw new TowlineError(
    'conflict',
    `the database has version ${version} and this towline knows ${newestVersion}: install the newer towline again`,
  );
}

/**
 * Brings the schema to the newest version. Throws `conflict` if the database is newer than this program.
 *
 * @param before called before anything is changed in a database that was used, with the version it is going to have
 */
export function migrate(db: Database.Database, before: (version: number) => void = () => undefined): void {
  const version = schemaVersion(db);
  if (version > 0 && version < newestVersion) before(newestVersion);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
