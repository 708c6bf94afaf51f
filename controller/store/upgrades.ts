import type Database from 'better-sqlite3';
import type { Upgrade, UpgradeNode } from '../upgrades/upgrade.ts';

/** Upgrades of nodes to another agent, and how far each node is. */
export interface UpgradeTable {
  /** The newest one, whatever became of it. It is kept in memory: do not change it. */
  newest(): Upgrade | undefined;
  find(number: number): Upgrade | undefined;
  /** Takes the next number. Part of the caller's transaction. */
  insert(upgrade: Omit<Upgrade, 'number'>): Upgrade;
  /** Writes what differs from before. Part of the caller's transaction. */
  update(before: Upgrade, after: Upgrade): void;
  /** Drops what is kept in memory, after a transaction that failed. */
  forget(): void;
}

type Row = Omit<Upgrade, 'nodes'>;
const columns = 'number, state, reason, sha256, version, window_s AS windowS, at_once AS atOnce, begun';

export function upgradeTable(db: Database.Database): UpgradeTable {
  const newest = db.prepare<[], Row>(`SELECT ${columns} FROM upgrades ORDER BY number DESC LIMIT 1`);
  const find = db.prepare<[number], Row>(`SELECT ${columns} FROM upgrades WHERE number = ?`);
  const nodes = db.prepare<[number], UpgradeNode>(
    'SELECT node_id AS nodeId, name, state, step, reason, told FROM upgrade_nodes WHERE upgrade = ? ORDER BY name, node_id',
  );
  const insert = db.prepare(
    'INSERT INTO upgrades (state, reason, sha256, version, window_s, at_once, begun) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare('UPDATE upgrades SET state = ?, reason = ? WHERE number = ?');
  const putNode = db.prepare(
    'INSERT OR REPLACE INTO upgrade_nodes (upgrade, node_id, name, state, step, reason, told) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const put = (number: number, { nodeId, name, state, step, reason, told }: UpgradeNode) =>
    putNode.run(number, nodeId, name, state, step, reason, told);
  const whole = (row: Row | undefined): Upgrade | undefined =>
    row === undefined ? undefined : { ...row, nodes: nodes.all(row.number) };
  let kept: { readonly upgrade: Upgrade | undefined } | undefined;
  const forget = () => {
    kept = undefined;
  };
  return {
    newest() {
      kept ??= { upgrade: whole(newest.get()) };
      return kept.upgrade;
    },
    find: (number) => whole(find.get(number)),
    insert(upgrade) {
      const { state, reason, sha256, version, windowS, atOnce, begun } = upgrade;
      const { lastInsertRowid } = insert.run(state, reason, sha256, version, windowS, atOnce, begun);
      const number = Number(lastInsertRowid);
      for (const node of upgrade.nodes) put(number, node);
      forget();
      return { ...upgrade, number };
    },
    update(before, after) {
      update.run(after.state, after.reason, after.number);
      for (const [index, node] of after.nodes.entries())
        if (node !== before.nodes[index]) put(after.number, node);
      forget();
    },
    forget,
  };
}
