import type Database from 'better-sqlite3';

/** A node with the public keys of the router that is enrolled as it. */
export interface EnrolledNode {
  readonly nodeId: number;
  readonly name: string;
  readonly site: string;
  readonly identityKey: Buffer;
  readonly managementKey: Buffer;
  readonly linkKey: Buffer;
  readonly sealingKey: Buffer;
  /** Unix ms. */
  readonly approved: number;
}

/** A node that the network has, or had. */
export interface KnownNode extends EnrolledNode {
  /** Unix ms; null while it is in the network. */
  readonly retired: number | null;
  /** 1 for one whose router was revoked: no release takes it back. */
  readonly revoked: 0 | 1;
}

export interface NodeTable {
  /** The nodes of the network, sorted by name. */
  all(): EnrolledNode[];
  /**
   * Also those that were removed, since going back to an old release brings them back. The identical nodes, as long
   * as none changes.
   */
  allWithRetired(): readonly KnownNode[];
  /** To be called after a transaction that was taken back. */
  forget(): void;
  find(nodeId: number): EnrolledNode | undefined;
  findByName(name: string): EnrolledNode | undefined;
  /** A node that has one of these keys already. */
  findByAnyKey(
    keys: Pick<EnrolledNode, 'identityKey' | 'managementKey' | 'linkKey' | 'sealingKey'>,
  ): EnrolledNode | undefined;
  put(node: EnrolledNode): void;
  /** Its links have another key from now on. */
  setLinkKey(nodeId: number, linkKey: Uint8Array): void;
  retire(nodeId: number, now: number): void;
  /** Takes a node away for good, until another router is it. */
  revoke(nodeId: number, now: number): void;
  /** Takes a removed node back. */
  reinstate(nodeId: number): void;
}

const columns = `node_id AS nodeId, name, site, identity_key AS identityKey, management_key AS managementKey,
  link_key AS linkKey, sealing_key AS sealingKey, approved`;

export function nodeTable(db: Database.Database): NodeTable {
  const select = (rest: string) => `SELECT ${columns} FROM nodes ${rest}`;
  const all = db.prepare<[], EnrolledNode>(select('WHERE retired IS NULL ORDER BY name'));
  const withRetired = db.prepare<[], KnownNode>(
    `SELECT ${columns}, retired, revoked FROM nodes ORDER BY name, node_id`,
  );
  const byId = db.prepare<[number], EnrolledNode>(select('WHERE retired IS NULL AND node_id = ?'));
  const byName = db.prepare<[string], EnrolledNode>(select('WHERE retired IS NULL AND name = ?'));
  const byKey = db.prepare<Uint8Array[], EnrolledNode>(
    select(`WHERE retired IS NULL AND (identity_key = ? OR management_key = ? OR link_key = ? OR sealing_key = ?)
      LIMIT 1`),
  );
  const put = db.prepare(
    `INSERT INTO nodes (node_id, name, site, identity_key, management_key, link_key, sealing_key, approved)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (node_id) DO UPDATE SET name = excluded.name, site = excluded.site,
       identity_key = excluded.identity_key, management_key = excluded.management_key,
       link_key = excluded.link_key, sealing_key = excluded.sealing_key, approved = excluded.approved,
       retired = NULL, revoked = 0`,
  );
  const retire = db.prepare('UPDATE nodes SET retired = ? WHERE node_id = ? AND retired IS NULL');
  const setLinkKey = db.prepare('UPDATE nodes SET link_key = ? WHERE node_id = ?');
  const revoke = db.prepare('UPDATE nodes SET retired = ?, revoked = 1 WHERE node_id = ?');
  const reinstate = db.prepare('UPDATE nodes SET retired = NULL WHERE node_id = ? AND revoked = 0');
  let known: readonly KnownNode[] | undefined;
  const forget = () => {
    known = undefined;
  };
  return {
    all: () => all.all(),
    allWithRetired() {
      known ??= withRetired.all();
      return known;
    },
    forget,
    find: (nodeId) => byId.get(nodeId),
    findByName: (name) => byName.get(name),
    findByAnyKey: (keys) => byKey.get(keys.identityKey, keys.managementKey, keys.linkKey, keys.sealingKey),
    put(node) {
      forget();
      const keys = [node.identityKey, node.managementKey, node.linkKey, node.sealingKey];
      put.run(node.nodeId, node.name, node.site, ...keys, node.approved);
    },
    setLinkKey(nodeId, linkKey) {
      forget();
      setLinkKey.run(linkKey, nodeId);
    },
    retire(nodeId, now) {
      forget();
      retire.run(now, nodeId);
    },
    revoke(nodeId, now) {
      forget();
      revoke.run(now, nodeId);
    },
    reinstate(nodeId) {
      forget();
      reinstate.run(nodeId);
    },
  };
}
