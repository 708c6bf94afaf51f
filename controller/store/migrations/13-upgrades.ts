export const upgrades = `
-- Agents that are kept here, and upgrades of nodes to them (controller/upgrades). Times in Unix ms.
CREATE TABLE agents (
  sha256 BLOB PRIMARY KEY,
  version TEXT NOT NULL,
  least_node TEXT NOT NULL,
  length INTEGER NOT NULL,
  content BLOB NOT NULL,
  added INTEGER NOT NULL
) STRICT;
CREATE TABLE upgrades (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done', 'aborted')),
  reason TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  version TEXT NOT NULL,
  window_s INTEGER NOT NULL,
  at_once INTEGER NOT NULL,
  begun INTEGER NOT NULL
) STRICT;
CREATE TABLE upgrade_nodes (
  upgrade INTEGER NOT NULL REFERENCES upgrades (number),
  node_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'told', 'done', 'failed', 'left')),
  step TEXT NOT NULL,
  reason TEXT NOT NULL,
  told INTEGER NOT NULL,
  PRIMARY KEY (upgrade, node_id)
) STRICT, WITHOUT ROWID;
`;
