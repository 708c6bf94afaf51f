export const switches = `
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
`;
