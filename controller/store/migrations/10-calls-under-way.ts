export const callsUnderWay = `
-- What admins asked for and what has not ended: who, when and what, as JSON (controller/audit/event.ts). What is found
-- here at a start was cut off, and is noted then.
CREATE TABLE calls_under_way (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  content TEXT NOT NULL
) STRICT;
`;
