export const retry = `
-- When an admin last let a bundle out of quarantine (Unix seconds, growing); and the release up to which a node may switch, where its
-- links change at both ends.
ALTER TABLE desired ADD COLUMN retry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE desired ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
`;
