import type Database from 'better-sqlite3';

/** The public address that each node's management tunnel was last seen to come from. */
export interface EndpointTable {
  get(nodeId: number): string | undefined;
  /** The nodes that come from this address; several behind one translation. */
  at(address: string): ReadonlySet<number>;
  set(nodeId: number, address: string, now: number): void;
  remove(nodeId: number): void;
  /** Drops the copy in memory: a transaction was taken back. */
  forget(): void;
}

interface Copy {
  readonly byNode: Map<number, string>;
  readonly byAddress: Map<string, Set<number>>;
}

const nobody: ReadonlySet<number> = new Set();

/** Kept in memory as well: it is asked several times a second for all nodes. */
export function endpointTable(db: Database.Database): EndpointTable {
  const all = db.prepare<[], { nodeId: number; address: string }>(
    'SELECT node_id AS nodeId, address FROM endpoints',
  );
  const set = db.prepare('INSERT OR REPLACE INTO endpoints (node_id, address, observed) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM endpoints WHERE node_id = ?');
  let known: Copy | undefined;
  const copy = () => {
    if (known === undefined) {
      known = { byNode: new Map(), byAddress: new Map() };
      for (const { nodeId, address } of all.all()) note(known, nodeId, address);
    }
    return known;
  };
  return {
    get: (nodeId) => copy().byNode.get(nodeId),
    at: (address) => copy().byAddress.get(address) ?? nobody,
    set(nodeId, address, now) {
      set.run(nodeId, address, now);
      note(copy(), nodeId, address);
    },
    remove(nodeId) {
      remove.run(nodeId);
      note(copy(), nodeId, undefined);
    },
    forget() {
      known = undefined;
    },
  };
}

function note({ byNode, byAddress }: Copy, nodeId: number, address: string | undefined): void {
  const before = byNode.get(nodeId);
  if (before !== undefined) {
    const others = byAddress.get(before);
    others?.delete(nodeId);
    if (others?.size === 0) byAddress.delete(before);
  }
  byNode.delete(nodeId);
  if (address === undefined) return;
  byNode.set(nodeId, address);
  byAddress.set(address, (byAddress.get(address) ?? new Set()).add(nodeId));
}
