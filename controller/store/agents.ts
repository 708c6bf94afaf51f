import type Database from 'better-sqlite3';

/** An agent that is kept for routers, without its file. */
export interface KeptAgent {
  readonly sha256: Buffer;
  readonly version: string;
  readonly leastNode: string;
  /** Bytes. */
  readonly length: number;
  /** Unix ms. */
  readonly added: number;
}

/** Agents that routers can be given. */
export interface AgentTable {
  /** Newest first. */
  list(): KeptAgent[];
  find(sha256: Uint8Array): KeptAgent | undefined;
  /** Its file; undefined if it is not kept. */
  content(sha256: Uint8Array): Buffer | undefined;
  put(agent: KeptAgent, content: Uint8Array): void;
  /** Removes all but the newest ones and those that an upgrade names which may not be over. */
  prune(kept: number): void;
}

const columns = 'sha256, version, least_node AS leastNode, length, added';

export function agentTable(db: Database.Database): AgentTable {
  const list = db.prepare<[], KeptAgent>(`SELECT ${columns} FROM agents ORDER BY added DESC, sha256`);
  const find = db.prepare<[Uint8Array], KeptAgent>(`SELECT ${columns} FROM agents WHERE sha256 = ?`);
  const content = db.prepare<[Uint8Array], Buffer>('SELECT content FROM agents WHERE sha256 = ?').pluck(true);
  const put = db.prepare(
    `INSERT INTO agents (sha256, version, least_node, length, content, added) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET added = excluded.added`,
  );
  const prune = db.prepare(
    `DELETE FROM agents WHERE sha256 NOT IN (SELECT sha256 FROM agents ORDER BY added DESC, sha256 LIMIT ?)
     AND sha256 NOT IN (SELECT sha256 FROM upgrades ORDER BY number DESC LIMIT 1)`,
  );
  return {
    list: () => list.all(),
    find: (sha256) => find.get(sha256),
    content: (sha256) => content.get(sha256),
    put: ({ sha256, version, leastNode, length, added }, bytes) =>
      void put.run(sha256, version, leastNode, length, bytes, added),
    prune: (kept) => void prune.run(kept),
  };
}
