export const tokens = `
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
`;
