import type Database from 'better-sqlite3';

/** A token that lets routers join, as far as it is known here. */
export interface Token {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  /** How many routers it lets in. */
  readonly uses: number;
  readonly used: number;
  /** Node that its router becomes; '' if it is not bound to one. */
  readonly node: string;
  /** Site whose nodes its routers become; '' if it is not bound to one. */
  readonly site: string;
  /** Whether it may take the place of a router that is enrolled. */
  readonly replaces: boolean;
  /** Unix ms. */
  readonly created: number;
  readonly expires: number;
  /** Unix ms; null while nobody has ended it. */
  readonly revoked: number | null;
}

export type TokenState = 'open' | 'used' | 'expired' | 'revoked';

/** What a token is good for at a time (Unix ms). */
export function tokenState(token: Token, now: number): TokenState {
  if (token.revoked !== null) return 'revoked';
  if (token.used >= token.uses) return 'used';
  return token.expires <= now ? 'expired' : 'open';
}

export interface TokenTable {
  find(id: string): Token | undefined;
  /** Newest first. */
  all(): Token[];
  /** False if there is one with this id. */
  insert(token: Omit<Token, 'used' | 'revoked'>): boolean;
  /** Uses it once, if it is open; false if not. Counted where it is the only statement that can: in the database. */
  use(id: string, now: number): boolean;
  revoke(id: string, now: number): void;
  /** Forgets those that ended before a time (Unix ms). */
  dropEndedBefore(time: number): void;
}

type Row = Omit<Token, 'replaces'> & { readonly replaces: number };

export function tokenTable(db: Database.Database): TokenTable {
  const columns = 'id, public_key AS publicKey, uses, used, node, site, replaces, created, expires, revoked';
  const find = db.prepare<[string], Row>(`SELECT ${columns} FROM enrollment_tokens WHERE id = ?`);
  const all = db.prepare<[], Row>(`SELECT ${columns} FROM enrollment_tokens ORDER BY created DESC, id`);
  const insert = db.prepare(
    `INSERT OR IGNORE INTO enrollment_tokens (id, public_key, uses, node, site, replaces, created, expires)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const use = db.prepare(
    `UPDATE enrollment_tokens SET used = used + 1
     WHERE id = ? AND used < uses AND expires > ? AND revoked IS NULL`,
  );
  const revoke = db.prepare('UPDATE enrollment_tokens SET revoked = ? WHERE id = ? AND revoked IS NULL');
  const drop = db.prepare('DELETE FROM enrollment_tokens WHERE expires < ?');
  const fromRow = (row: Row): Token => ({ ...row, replaces: row.replaces !== 0 });
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : fromRow(row);
    },
    all: () => all.all().map(fromRow),
    insert({ id, publicKey, uses, node, site, replaces, created, expires }) {
      const limits = [replaces ? 1 : 0, created, expires];
      return insert.run(id, publicKey, uses, node, site, ...limits).changes === 1;
    },
    use: (id, now) => use.run(id, now).changes === 1,
    revoke: (id, now) => void revoke.run(now, id),
    dropEndedBefore: (time) => void drop.run(time),
  };
}
