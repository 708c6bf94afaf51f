import type Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';

/** Contents of rendered files by their SHA-256. */
export interface BlobTable {
  put(sha256: Uint8Array, content: Uint8Array): void;
  /** Throws `failed` if it is missing, which only a damaged database can bring about. */
  get(sha256: Uint8Array): Buffer;
}

export function blobTable(db: Database.Database): BlobTable {
  const put = db.prepare('INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)');
  const get = db.prepare<[Uint8Array], Buffer>('SELECT content FROM blobs WHERE sha256 = ?').pluck(true);
  return {
    put: (sha256, content) => void put.run(sha256, content),
    get(sha256) {
      const content = get.get(sha256);
      if (content === undefined) {
        const hex = Buffer.from(sha256).toString('hex');
        throw new TowlineError('failed', `the database lacks the file ${hex}: restore it from a backup`);
      }
      return content;
    },
  };
}
