import type Database from 'better-sqlite3';

/**
 * Where a link is on its way to another key of one end. `drain`: traffic is led around it; `switch`: both ends take
 * the key; `undrain`: traffic comes back; `moved`: done. `return`: the key did not work, and traffic comes back to the
 * old one; `failed`: it has.
 */
export type RotationStep = 'drain' | 'switch' | 'undrain' | 'moved' | 'return' | 'failed';

/** A node's renewal of its link key. */
export interface Rotation {
  readonly nodeId: number;
  /** Version of the key that links have which are not named among those of the rotation. */
  readonly settled: number;
  /** Version that the links move to; equal to `settled` at rest. */
  readonly target: number;
  /** Unix ms. */
  readonly begun: number;
  /** When it was settled, Unix ms; null while it is under way. */
  readonly ended: number | null;
}

/** One link of a rotation. */
export interface RotationLink {
  readonly nodeId: number;
  readonly peerId: number;
  readonly step: RotationStep;
  /** Release in which the step is; 0 until there is one. */
  readonly release: number;
  /** Why it failed last. */
  readonly reason: string;
}

/** Versions of nodes' link keys, and how links move from one to the next. The key of an enrollment is version 1. */
export interface RotationTable {
  get(nodeId: number): Rotation | undefined;
  /** Of every node that ever renewed its key. */
  all(): Rotation[];
  underWay(): Rotation[];
  /** Links of all rotations that are under way. */
  links(): RotationLink[];
  /** Public key of a version that its node has made; undefined for 1, and while it was only asked for. */
  key(nodeId: number, version: number): Buffer | undefined;
  /** Whether another key is this one. */
  hasKey(publicKey: Uint8Array): boolean;
  /** Version that a node was asked for and has not made; 0 if none is. */
  asked(nodeId: number): number;
  /** Begins a rotation to a version that the node never had. Gives the version. */
  begin(nodeId: number, now: number): number;
  /** Notes the key that the node has made. */
  putKey(nodeId: number, version: number, publicKey: Uint8Array): void;
  putLink(link: RotationLink): void;
  removeLink(nodeId: number, peerId: number): void;
  /** Ends a rotation: all links have its version. Older keys are forgotten. */
  settle(nodeId: number, now: number): void;
  /** Another router is the node now, or none: its keys begin anew. */
  forget(nodeId: number): void;
}

const columns = 'node_id AS nodeId, settled, target, begun, ended';

export function rotationTable(db: Database.Database): RotationTable {
  const get = db.prepare<[number], Rotation>(`SELECT ${columns} FROM rotations WHERE node_id = ?`);
  const all = db.prepare<[], Rotation>(`SELECT ${columns} FROM rotations ORDER BY node_id`);
  const underWay = db.prepare<[], Rotation>(
    `SELECT ${columns} FROM rotations WHERE target <> settled ORDER BY begun, node_id`,
  );
  const links = db.prepare<[], RotationLink>(
    `SELECT node_id AS nodeId, peer_id AS peerId, step, release, reason FROM rotation_links
     ORDER BY node_id, peer_id`,
  );
  const key = db
    .prepare<[number, number], Buffer | null>(
      'SELECT public_key FROM link_keys WHERE node_id = ? AND version = ?',
    )
    .pluck(true);
  const known = db
    .prepare<[Uint8Array], number>('SELECT count(*) FROM link_keys WHERE public_key = ?')
    .pluck(true);
  const asked = db
    .prepare<[number], number>(
      `SELECT r.target FROM rotations r JOIN link_keys k ON k.node_id = r.node_id AND k.version = r.target
       WHERE r.node_id = ? AND r.target <> r.settled AND k.public_key IS NULL`,
    )
    .pluck(true);
  const newest = db
    .prepare<[number], number | null>('SELECT max(version) FROM link_keys WHERE node_id = ?')
    .pluck(true);
  const ask = db.prepare('INSERT INTO link_keys (node_id, version) VALUES (?, ?)');
  const begin = db.prepare(
    `INSERT INTO rotations (node_id, settled, target, begun) VALUES (?, 1, ?, ?)
     ON CONFLICT (node_id) DO UPDATE SET target = excluded.target, begun = excluded.begun, ended = NULL`,
  );
  const putKey = db.prepare('UPDATE link_keys SET public_key = ? WHERE node_id = ? AND version = ?');
  const putLink = db.prepare(
    `INSERT OR REPLACE INTO rotation_links (node_id, peer_id, step, release, reason) VALUES (?, ?, ?, ?, ?)`,
  );
  const removeLink = db.prepare('DELETE FROM rotation_links WHERE node_id = ? AND peer_id = ?');
  const settle = db.prepare('UPDATE rotations SET settled = target, ended = ? WHERE node_id = ?');
  const removeLinks = db.prepare('DELETE FROM rotation_links WHERE node_id = ?');
  const removeOld = db.prepare(
    `DELETE FROM link_keys WHERE node_id = ?
       AND version < (SELECT settled FROM rotations WHERE rotations.node_id = link_keys.node_id)`,
  );
  const forget = [
    'DELETE FROM rotation_links WHERE node_id = ?',
    'DELETE FROM rotations WHERE node_id = ?',
    'DELETE FROM link_keys WHERE node_id = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  return {
    get: (nodeId) => get.get(nodeId),
    all: () => all.all(),
    underWay: () => underWay.all(),
    links: () => links.all(),
    key: (nodeId, version) => key.get(nodeId, version) ?? undefined,
    hasKey: (publicKey) => (known.get(publicKey) ?? 0) > 0,
    asked: (nodeId) => asked.get(nodeId) ?? 0,
    begin(nodeId, now) {
      const version = Math.max(newest.get(nodeId) ?? 1, get.get(nodeId)?.settled ?? 1) + 1;
      ask.run(nodeId, version);
      begin.run(nodeId, version, now);
      return version;
    },
    putKey: (nodeId, version, publicKey) => void putKey.run(publicKey, nodeId, version),
    putLink: ({ nodeId, peerId, step, release, reason }) =>
      void putLink.run(nodeId, peerId, step, release, reason),
    removeLink: (nodeId, peerId) => void removeLink.run(nodeId, peerId),
    settle(nodeId, now) {
      settle.run(now, nodeId);
      removeLinks.run(nodeId);
      removeOld.run(nodeId);
    },
    forget(nodeId) {
      for (const statement of forget) statement.run(nodeId);
    },
  };
}
