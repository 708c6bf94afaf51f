export const events = `
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
`;
