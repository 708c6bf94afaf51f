export const history = `
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
`;
