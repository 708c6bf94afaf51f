export const network = `
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
`;
