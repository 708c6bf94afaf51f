import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { copiesOf, copyBefore } from './copy-before.ts';
import { migrate, newestVersion } from './migrations.ts';

/**
 * Opens the database, making and migrating it where needed; one that is migrated is copied before. Throws `failed`,
 * `conflict`.
 *
 * @param isCopied false: there is another copy already
 */
export function openDatabase(path: string, isCopied = true): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite would make the file readable to all; it holds what no secret is, but nobody else's business either.
    closeSync(openSync(path, 'a', 0o600));
    const db = new Database(path, { timeout: 5_000 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    try {
      migrate(db, (version) => isCopied && copyBefore(db, version));
    } catch (error) {
      db.close();
      throw withCopy(path, error);
    }
    return db;
  } catch (cause) {
    if (cause instanceof TowlineError) throw cause;
    throw notWritable(path, cause);
  }
}

/** A database that is too new: names the copy from before, where there is one that this program knows. */
function withCopy(path: string, error: unknown): unknown {
  if (!(error instanceof TowlineError) || error.code !== 'conflict') return error;
  // What was copied before version 12 has 11 at most.
  const copy = copiesOf(path).find(({ version }) => version <= newestVersion + 1);
  if (copy === undefined) return error;
  return new TowlineError(
    'conflict',
    `${error.message}, or restore a backup; ${copy.path} is the database of before, without what happened since`,
    { cause: error },
  );
}

/** Why a database cannot be opened, in one line. */
export function notWritable(path: string, cause: unknown): TowlineError {
  const { code = '' } = cause as { code?: string };
  const isClosed = /^(?:EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN)/.test(code);
  const message = isClosed
    ? `${path} cannot be written: give ${dirname(path)} to the user of the daemon and mount it for writing, or set state_dir in controller.toml`
    : `the database ${path} cannot be opened: ${messageOf(cause)}`;
  return new TowlineError('failed', message, { cause });
}
