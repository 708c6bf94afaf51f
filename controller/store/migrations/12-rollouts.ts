export const rollouts = `
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
`;
