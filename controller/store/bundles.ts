import type Database from 'better-sqlite3';

/** A node's bundle from one release on, until the next row of the node. */
export interface Bundle {
  readonly nodeId: number;
  /** The release in which it came to be. */
  readonly release: number;
  readonly nodeName: string;
  /** Undefined: the node is gone from this release on. */
  readonly content?: BundleContent;
  /** Names of the nodes that it has links to, sorted. */
  readonly peers: readonly string[];
}

export interface BundleContent {
  readonly digest: Buffer;
  /** Serialized Manifest. */
  readonly manifest: Buffer;
  readonly signature: Buffer;
  /** Public key that its secrets are sealed to. */
  readonly sealingKey: Buffer;
}

interface Row {
  readonly nodeId: number;
  readonly release: number;
  readonly nodeName: string;
  readonly digest: Buffer | null;
  readonly manifest: Buffer | null;
  readonly signature: Buffer | null;
  readonly sealingKey: Buffer | null;
  readonly peers: string;
}

export interface BundleTable {
  insert(bundle: Bundle): void;
  find(nodeId: number, release: number): Bundle | undefined;
  /** The node's bundle at a release: the row with the highest release up to it. */
  at(nodeId: number, release: number): Bundle | undefined;
  /** Every node's bundle at a release, nodes that were gone by then included. */
  allAt(release: number): Bundle[];
  /** What a release changed, sorted by name. */
  ofRelease(release: number): Bundle[];
}

const columns = `node_id AS nodeId, release, node_name AS nodeName, digest, manifest, signature,
  sealing_key AS sealingKey, peers`;

export function bundleTable(db: Database.Database): BundleTable {
  const insert = db.prepare(
    `INSERT INTO bundles (node_id, release, node_name, digest, manifest, signature, sealing_key, peers)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const find = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM bundles WHERE node_id = ? AND release = ?`,
  );
  const at = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM bundles WHERE node_id = ? AND release <= ? ORDER BY release DESC LIMIT 1`,
  );
  const allAt = db.prepare<[number], Row>(
    `SELECT ${columns} FROM bundles JOIN (
       SELECT node_id AS id, max(release) AS newest FROM bundles WHERE release <= ? GROUP BY node_id
     ) ON node_id = id AND release = newest ORDER BY node_name, node_id`,
  );
  const ofRelease = db.prepare<[number], Row>(
    `SELECT ${columns} FROM bundles WHERE release = ? ORDER BY node_name, node_id`,
  );
  return {
    insert(bundle) {
      const { digest = null, manifest = null, signature = null, sealingKey = null } = bundle.content ?? {};
      const peers = JSON.stringify(bundle.peers);
      insert.run(
        bundle.nodeId,
        bundle.release,
        bundle.nodeName,
        digest,
        manifest,
        signature,
        sealingKey,
        peers,
      );
    },
    find: (nodeId, release) => mapped(find.get(nodeId, release)),
    at: (nodeId, release) => mapped(at.get(nodeId, release)),
    allAt: (release) => allAt.all(release).map(fromRow),
    ofRelease: (release) => ofRelease.all(release).map(fromRow),
  };
}

function mapped(row: Row | undefined): Bundle | undefined {
  return row === undefined ? undefined : fromRow(row);
}

function fromRow({ nodeId, release, nodeName, digest, manifest, signature, sealingKey, peers }: Row): Bundle {
  const common = { nodeId, release, nodeName, peers: JSON.parse(peers) as string[] };
  if (digest === null || manifest === null || signature === null || sealingKey === null) return common;
  return { ...common, content: { digest, manifest, signature, sealingKey } };
}
