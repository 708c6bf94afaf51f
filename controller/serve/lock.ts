import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';
import { notWritable } from '../store/open.ts';

/**
 * Holds the state folder for one daemon. Node has no flock(2); an open SQLite transaction takes the same kind
 * of lock, which the kernel frees however the process ends. Throws `conflict` if a daemon has it.
 *
 * @returns gives the lock back
 */
export function lockState(path: string): () => void {
  let db: Database.Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Whoever may read it could lock it, and keep the daemon from starting.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    db = new Database(path, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db?.close();
    if ((cause as { code?: string }).code !== 'SQLITE_BUSY') throw notWritable(path, cause);
    throw new TowlineError(
      'conflict',
      `towline serve runs already with ${dirname(path)}: stop it first ('systemctl stop towline')`,
      { cause },
    );
  }
  const held = db;
  return () => void held.close();
}
