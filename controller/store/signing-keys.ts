import type Database from 'better-sqlite3';

/** One key that signs, or has signed, what nodes are told. */
export interface SigningKeyRow {
  /** 0 for the key of `towline init`. */
  readonly generation: number;
  readonly publicKey: Buffer;
  /** Name of the private key's file in the folder of keys; null where `signing_key` of controller.toml leads to it. */
  readonly keyFile: string | null;
  /** Serialized Succession and the signature of the key before; null for the first. */
  readonly succession: Buffer | null;
  readonly signature: Buffer | null;
  /** The newest release when it began to sign: those after it are signed by it, or by a later one. */
  readonly afterRelease: number;
  /** Unix ms. */
  readonly begun: number;
  /** Unix ms; null while nodes accept it. */
  readonly retired: number | null;
}

export interface SigningKeyTable {
  /** All of them, oldest first; none before the first start. */
  all(): SigningKeyRow[];
  insert(key: Omit<SigningKeyRow, 'retired'>): void;
  /** Retires the keys before one. */
  retireBefore(generation: number, now: number): void;
}

export function signingKeyTable(db: Database.Database): SigningKeyTable {
  const all = db.prepare<[], SigningKeyRow>(
    `SELECT generation, public_key AS publicKey, key_file AS keyFile, succession, signature,
       after_release AS afterRelease, begun, retired FROM signing_keys ORDER BY generation`,
  );
  const insert = db.prepare(
    `INSERT INTO signing_keys (generation, public_key, key_file, succession, signature, after_release, begun)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const retire = db.prepare('UPDATE signing_keys SET retired = ? WHERE generation < ? AND retired IS NULL');
  return {
    all: () => all.all(),
    insert: ({ generation, publicKey, keyFile, succession, signature, afterRelease, begun }) =>
      void insert.run(generation, publicKey, keyFile, succession, signature, afterRelease, begun),
    retireBefore: (generation, now) => void retire.run(now, generation),
  };
}
