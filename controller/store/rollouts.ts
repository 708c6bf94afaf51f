import type Database from 'better-sqlite3';
import type { Rollout, RolloutNode, RolloutSettings, WaveException } from '../rollout/rollout.ts';

/** Releases that are activated in waves, and how far each node is. */
export interface RolloutTable {
  /** The one that is under way, or waits for an admin. It is kept in memory: do not change it. */
  current(): Rollout | undefined;
  find(number: number): Rollout | undefined;
  /** The newest one, whatever became of it. */
  newest(): Rollout | undefined;
  /** Newest first, without their nodes. */
  list(limit: number): Omit<Rollout, 'nodes'>[];
  /** How many nodes of a rollout are in each state. */
  counts(number: number): Map<RolloutNode['state'], number>;
  /** Takes the next number. Part of the caller's transaction. */
  insert(rollout: Omit<Rollout, 'number'>): Rollout;
  /** Writes what differs from before. Part of the caller's transaction. */
  update(before: Rollout, after: Rollout): void;
  /** Drops what is kept in memory, after a transaction that failed. */
  forget(): void;
}

type Row = Omit<Rollout, 'settings' | 'exceptions' | 'nodes'> & {
  readonly settings: string;
  readonly exceptions: string;
};

type NodeRow = Omit<RolloutNode, 'isCanary' | 'hadFailed' | 'links'> & {
  readonly canary: number;
  readonly hadFailed: number;
  readonly links: string;
};

const columns = `number, release, state, settings, reason, begun, changed, wave, wave_ended AS waveEnded,
  forgiven, exceptions`;

export function rolloutTable(db: Database.Database): RolloutTable {
  const open = db.prepare<[], Row>(
    `SELECT ${columns} FROM rollouts WHERE state NOT IN ('done', 'aborted') ORDER BY number DESC LIMIT 1`,
  );
  const find = db.prepare<[number], Row>(`SELECT ${columns} FROM rollouts WHERE number = ?`);
  const newest = db.prepare<[], Row>(`SELECT ${columns} FROM rollouts ORDER BY number DESC LIMIT 1`);
  const list = db.prepare<[number], Row>(`SELECT ${columns} FROM rollouts ORDER BY number DESC LIMIT ?`);
  const nodes = db.prepare<[number], NodeRow>(
    `SELECT node_id AS nodeId, name, state, release, previous, canary, wave, unit, told, changed,
       had_failed AS hadFailed, links, reason
     FROM rollout_nodes WHERE rollout = ? ORDER BY name, node_id`,
  );
  const counts = db.prepare<[number], { state: RolloutNode['state']; count: number }>(
    'SELECT state, count(*) AS count FROM rollout_nodes WHERE rollout = ? GROUP BY state',
  );
  const insert = db.prepare(
    `INSERT INTO rollouts (release, state, settings, reason, begun, changed, wave, wave_ended, forgiven, exceptions)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE rollouts SET state = ?, settings = ?, reason = ?, changed = ?, wave = ?, wave_ended = ?, forgiven = ?,
       exceptions = ? WHERE number = ?`,
  );
  const putNode = db.prepare(
    `INSERT OR REPLACE INTO rollout_nodes (rollout, node_id, name, state, release, previous, canary, wave, unit, told,
       changed, had_failed, links, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const put = (number: number, node: RolloutNode) =>
    putNode.run(
      number,
      node.nodeId,
      node.name,
      node.state,
      node.release,
      node.previous,
      node.isCanary ? 1 : 0,
      node.wave,
      node.unit,
      node.told,
      node.changed,
      node.hadFailed ? 1 : 0,
      JSON.stringify(node.links),
      node.reason,
    );
  let kept: Rollout | undefined;
  let isKept = false;
  const whole = (row: Row | undefined): Rollout | undefined =>
    row === undefined ? undefined : { ...fromRow(row), nodes: nodes.all(row.number).map(fromNodeRow) };
  return {
    current() {
      if (!isKept) kept = whole(open.get());
      isKept = true;
      return kept;
    },
    find: (number) => (isKept && kept?.number === number ? kept : whole(find.get(number))),
    newest: () => whole(newest.get()),
    list: (limit) => list.all(limit).map(fromRow),
    counts: (number) => new Map(counts.all(number).map(({ state, count }) => [state, count])),
    insert(rollout) {
      const { release, state, settings, reason, begun, changed, wave, waveEnded, forgiven, exceptions } =
        rollout;
      const texts = [JSON.stringify(settings), JSON.stringify(exceptions)] as const;
      const { lastInsertRowid } = insert.run(
        release,
        state,
        texts[0],
        reason,
        begun,
        changed,
        wave,
        waveEnded,
        forgiven,
        texts[1],
      );
      const number = Number(lastInsertRowid);
      for (const node of rollout.nodes) put(number, node);
      isKept = false;
      return { ...rollout, number };
    },
    update(before, after) {
      const { number, state, settings, reason, changed, wave, waveEnded, forgiven, exceptions } = after;
      const text = JSON.stringify(settings);
      update.run(state, text, reason, changed, wave, waveEnded, forgiven, JSON.stringify(exceptions), number);
      for (const [index, node] of after.nodes.entries()) if (node !== before.nodes[index]) put(number, node);
      kept = state === 'done' || state === 'aborted' ? undefined : after;
      isKept = true;
    },
    forget() {
      isKept = false;
    },
  };
}

function fromRow({ settings, exceptions, ...row }: Row): Omit<Rollout, 'nodes'> {
  return {
    ...row,
    settings: JSON.parse(settings) as RolloutSettings,
    exceptions: JSON.parse(exceptions) as WaveException[],
  };
}

function fromNodeRow({ canary, hadFailed, links, ...row }: NodeRow): RolloutNode {
  const known = JSON.parse(links) as RolloutNode['links'];
  return { ...row, isCanary: canary === 1, hadFailed: hadFailed === 1, links: known };
}
