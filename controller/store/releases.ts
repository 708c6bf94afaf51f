import type Database from 'better-sqlite3';
import type { Undo } from './undo.ts';

export interface ReleaseRow {
  readonly number: number;
  /** Unix ms. */
  readonly created: number;
  readonly message: string;
  readonly author: string;
  readonly inventoryCommit: string;
  /** Unix ms; null while it was not activated for all nodes. */
  readonly activated: number | null;
  /** Nodes whose confirmed bundle is the one of this release. */
  readonly confirmedNodes: number;
}

export type NewRelease = Pick<ReleaseRow, 'created' | 'message' | 'author' | 'inventoryCommit'>;

export type ReleaseText = Pick<ReleaseRow, 'message' | 'author'>;

export interface ReleaseTable {
  /** The number that the next release gets, which none ever had. */
  next(): number;
  /** Takes the next number. */
  insert(release: NewRelease): number;
  find(number: number): ReleaseRow | undefined;
  /** Message and author of a release, kept in memory: a release never changes. */
  text(number: number): ReleaseText | undefined;
  /** Number of the newest release; 0 if there is none. */
  newest(): number;
  /** Number of the newest release that was activated; 0 if none was. */
  newestActive(): number;
  /** The release before another; 0 if there is none. */
  before(number: number): number;
  /** Newest first, below `before` (0 for all). */
  list(limit: number, before: number): ReleaseRow[];
  /** All numbers, ascending. */
  numbers(): number[];
  markActivated(number: number, now: number): void;
  /** The newest release made of each of these commits of the inventory, by commit. */
  madeOf(commits: readonly string[]): Map<string, MadeRelease>;
}

export type MadeRelease = Pick<ReleaseRow, 'number' | 'inventoryCommit' | 'activated'>;

const columns = `number, created, message, author, inventory_commit AS inventoryCommit, activated,
  (SELECT count(*) FROM confirmations WHERE release = number) AS confirmedNodes`;

export function releaseTable(db: Database.Database, undo: Pick<Undo, 'note'>): ReleaseTable {
  const insert = db.prepare(
    'INSERT INTO releases (created, message, author, inventory_commit) VALUES (?, ?, ?, ?)',
  );
  const find = db.prepare<[number], ReleaseRow>(`SELECT ${columns} FROM releases WHERE number = ?`);
  const text = db.prepare<[number], ReleaseText>('SELECT message, author FROM releases WHERE number = ?');
  const texts = new Map<number, ReleaseText>();
  const list = db.prepare<[number, number, number], ReleaseRow>(
    `SELECT ${columns} FROM releases WHERE ? = 0 OR number < ? ORDER BY number DESC LIMIT ?`,
  );
  const one = (sql: string) => db.prepare<unknown[], number>(sql).pluck(true);
  const newest = one('SELECT coalesce(max(number), 0) FROM releases');
  const active = one('SELECT coalesce(max(number), 0) FROM releases WHERE activated IS NOT NULL');
  const before = one('SELECT coalesce(max(number), 0) FROM releases WHERE number < ?');
  const numbers = one('SELECT number FROM releases ORDER BY number');
  const activate = db.prepare('UPDATE releases SET activated = ? WHERE number = ? AND activated IS NULL');
  const madeOf = db.prepare<[string], MadeRelease>(
    `SELECT number, inventory_commit AS inventoryCommit, activated FROM releases
     WHERE inventory_commit IN (SELECT value FROM json_each(?)) ORDER BY number`,
  );
  const next = one("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'releases'), 0) + 1");
  return {
    next: () => next.get() ?? 1,
    insert: ({ created, message, author, inventoryCommit }) =>
      Number(insert.run(created, message, author, inventoryCommit).lastInsertRowid),
    find: (number) => find.get(number),
    text(number) {
      const known = texts.get(number) ?? text.get(number);
      if (known === undefined || texts.has(number)) return known;
      // Of a release that is being made: its number goes to another one if that fails.
      undo.note(() => texts.delete(number));
      texts.set(number, known);
      return known;
    },
    newest: () => newest.get() ?? 0,
    newestActive: () => active.get() ?? 0,
    before: (number) => before.get(number) ?? 0,
    list: (limit, below) => list.all(below, below, limit),
    numbers: () => numbers.all(),
    markActivated: (number, now) => void activate.run(now, number),
    madeOf: (commits) =>
      new Map(madeOf.all(JSON.stringify(commits)).map((row) => [row.inventoryCommit, row])),
  };
}
