import type Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';

/** What `towline init` chose once. */
export interface NetworkFacts {
  /** 32 hexadecimal digits. */
  readonly networkId: string;
  readonly name: string;
  /** The unique local /48, for example `fd12:3456:789a`. */
  readonly ula: string;
  readonly epoch: number;
}

export interface NetworkTable {
  find(): NetworkFacts | undefined;
  /** Throws `conflict` while there is no network. */
  get(): NetworkFacts;
  insert(facts: NetworkFacts, now: number): void;
  /** Everything that is released from now on is newer than whatever was before, also what this database never had. */
  setEpoch(epoch: number): void;
}

export function networkTable(db: Database.Database): NetworkTable {
  const select = db.prepare<[], NetworkFacts>(
    'SELECT network_id AS networkId, name, ula, epoch FROM network',
  );
  const insert = db.prepare(
    'INSERT INTO network (only, network_id, name, ula, epoch, created) VALUES (1, ?, ?, ?, ?, ?)',
  );
  const setEpoch = db.prepare('UPDATE network SET epoch = ?');
  return {
    find: () => select.get(),
    get() {
      const facts = select.get();
      if (facts === undefined)
        throw new TowlineError('conflict', "there is no network yet: run 'towline init'");
      return facts;
    },
    insert: (facts, now) => void insert.run(facts.networkId, facts.name, facts.ula, facts.epoch, now),
    setEpoch: (epoch) => void setEpoch.run(epoch),
  };
}
