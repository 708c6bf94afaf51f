export const signingKeys = `
-- Keys that sign, or have signed, what nodes are told; the newest one signs. The private keys are elsewhere.
CREATE TABLE signing_keys (
  generation INTEGER PRIMARY KEY,
  public_key BLOB NOT NULL UNIQUE,
  key_file TEXT,
  succession BLOB,
  signature BLOB,
  after_release INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  retired INTEGER
) STRICT;
`;
