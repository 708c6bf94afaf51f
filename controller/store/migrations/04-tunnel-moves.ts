export const tunnelMoves = `
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
`;
