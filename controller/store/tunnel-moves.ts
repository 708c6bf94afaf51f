import type Database from 'better-sqlite3';
import type { ManagementInterface } from '../../shared/wireguard-names.ts';

/**
 * `moving`: nodes are on their way there. `returning`: the place from before an aborted move, which nodes are called
 * back to. `settled`: the nodes are there, until a newer one is. `aborted`: given up.
 */
export type TunnelMoveState = 'moving' | 'returning' | 'settled' | 'aborted';

/** One place of the controller's end of the management tunnel. */
export interface TunnelPlace {
  readonly generation: number;
  readonly interface: ManagementInterface;
  /** UDP port. */
  readonly port: number;
  /** Name of the private key's file in the folder of keys. */
  readonly keyFile: string;
  /** `host:port`, best first. */
  readonly endpoints: readonly string[];
}

export interface TunnelMove extends TunnelPlace {
  readonly state: TunnelMoveState;
  /** Unix ms. */
  readonly begun: number;
}

export interface TunnelMoveTable {
  /** All places, oldest first; none before the first move. */
  all(): TunnelMove[];
  insert(move: TunnelMove): void;
  setState(generation: number, state: TunnelMoveState): void;
  /** Notes that a node is told of a move. */
  tell(generation: number, nodeId: number): void;
  /** Numbers of the nodes that were told of a move. */
  told(generation: number): Set<number>;
}

interface Row extends Omit<TunnelMove, 'endpoints'> {
  readonly endpoints: string;
}

export function tunnelMoveTable(db: Database.Database): TunnelMoveTable {
  const all = db.prepare<[], Row>(
    `SELECT generation, interface, port, key_file AS keyFile, endpoints, state, begun FROM tunnel_moves
     ORDER BY generation`,
  );
  const insert = db.prepare(
    `INSERT INTO tunnel_moves (generation, interface, port, key_file, endpoints, state, begun)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const setState = db.prepare('UPDATE tunnel_moves SET state = ? WHERE generation = ?');
  const tell = db.prepare('INSERT OR IGNORE INTO tunnel_told (generation, node_id) VALUES (?, ?)');
  const told = db
    .prepare<[number], number>('SELECT node_id FROM tunnel_told WHERE generation = ?')
    .pluck(true);
  return {
    all: () => all.all().map((row) => ({ ...row, endpoints: JSON.parse(row.endpoints) as string[] })),
    insert: (move) =>
      void insert.run(
        move.generation,
        move.interface,
        move.port,
        move.keyFile,
        JSON.stringify(move.endpoints),
        move.state,
        move.begun,
      ),
    setState: (generation, state) => void setState.run(state, generation),
    tell: (generation, nodeId) => void tell.run(generation, nodeId),
    told: (generation) => new Set(told.all(generation)),
  };
}
