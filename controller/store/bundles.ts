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

/** What tells a node's bundle from another one, without its manifest. */
export interface BundleHead {
  readonly nodeId: number;
  /** The release in which it came to be. */
  readonly release: number;
  readonly nodeName: string;
  /** Null: the node is gone from this release on. */
  readonly digest: Buffer | null;
  /** Public key that its secrets are sealed to. */
  readonly sealingKey: Buffer | null;
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
  /** The same bundle in another manifest: that of another epoch. */
  reissue(nodeId: number, release: number, signed: Pick<BundleContent, 'manifest' | 'signature'>): void;
  find(nodeId: number, release: number): Bundle | undefined;
  /** What tells a node's bundle of exactly this release from others. */
  head(nodeId: number, release: number): BundleHead | undefined;
  /** The node's bundle at a release: the row with the highest release up to it. */
  at(nodeId: number, release: number): Bundle | undefined;
  /** Names of the nodes that a node has links to at a release, sorted; none where it is gone, or is not yet. */
  peersAt(nodeId: number, release: number): string[];
  /** Every node's bundle at a release, sorted by name, nodes that were gone by then included. */
  headsAt(release: number): BundleHead[];
  /** What a release changed, sorted by name; one after another, since all of them may be large. */
  ofRelease(release: number): Iterable<Bundle>;
  /** Names of the nodes that a release changed, sorted. */
  namesOf(release: number): string[];
}

const columns = `node_id AS nodeId, release, node_name AS nodeName, digest, manifest, signature,
  sealing_key AS sealingKey, peers`;

export function bundleTable(db: Database.Database): BundleTable {
  const insert = db.prepare(
    `INSERT INTO bundles (node_id, release, node_name, digest, manifest, signature, sealing_key, peers)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const reissue = db.prepare(
    'UPDATE bundles SET manifest = ?, signature = ? WHERE node_id = ? AND release = ?',
  );
  const find = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM bundles WHERE node_id = ? AND release = ?`,
  );
  const at = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM bundles WHERE node_id = ? AND release <= ? ORDER BY release DESC LIMIT 1`,
  );
  const head = db.prepare<[number, number], BundleHead>(
    `SELECT node_id AS nodeId, release, node_name AS nodeName, digest, sealing_key AS sealingKey
     FROM bundles INDEXED BY bundles_heads WHERE node_id = ? AND release = ?`,
  );
  const peersAt = db
    .prepare<[number, number], string>(
      'SELECT peers FROM bundles WHERE node_id = ? AND release <= ? ORDER BY release DESC LIMIT 1',
    )
    .pluck(true);
  // The index bundles_heads has all of these columns: no manifest is read.
  const headsAt = db.prepare<[number], BundleHead>(
    `SELECT b.node_id AS nodeId, b.release, b.node_name AS nodeName, b.digest, b.sealing_key AS sealingKey
     FROM nodes AS n JOIN bundles AS b INDEXED BY bundles_heads ON b.node_id = n.node_id AND b.release =
       (SELECT max(release) FROM bundles WHERE node_id = n.node_id AND release <= ?)
     ORDER BY b.node_name, b.node_id`,
  );
  const ofRelease = db
    .prepare<[number], number>('SELECT node_id FROM bundles WHERE release = ? ORDER BY node_name, node_id')
    .pluck(true);
  const namesOf = db
    .prepare<[number], string>('SELECT node_name FROM bundles WHERE release = ? ORDER BY node_name, node_id')
    .pluck(true);
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
    reissue: (nodeId, release, { manifest, signature }) =>
      void reissue.run(manifest, signature, nodeId, release),
    find: (nodeId, release) => mapped(find.get(nodeId, release)),
    head: (nodeId, release) => head.get(nodeId, release),
    at: (nodeId, release) => mapped(at.get(nodeId, release)),
    peersAt: (nodeId, release) => JSON.parse(peersAt.get(nodeId, release) ?? '[]') as string[],
    headsAt: (release) => headsAt.all(release),
    *ofRelease(release) {
      for (const nodeId of ofRelease.all(release)) {
        const row = find.get(nodeId, release);
        if (row !== undefined) yield fromRow(row);
      }
    },
    namesOf: (release) => namesOf.all(release),
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
