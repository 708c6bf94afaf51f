export const linkKeys = `
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
`;
