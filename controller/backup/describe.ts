import type Database from 'better-sqlite3';
import { formatHead } from '../audit/event.ts';
import { masterKeyId } from '../keys/master-key.ts';
import { isSigningKeyFile } from '../keys/signing-files.ts';
import { schemaVersion } from '../store/migrations.ts';
import { type Description, formatVersion } from './contents.ts';

interface NetworkRow {
  readonly networkId: string;
  readonly name: string;
  readonly epoch: number;
}

/**
 * Says what is in a database and a folder of keys, also where the database is older than this program. Throws `conflict`
 * if it is newer.
 *
 * @param keys contents of the key files by name
 */
export function describe(
  db: Database.Database,
  keys: ReadonlyMap<string, Buffer>,
  made: { readonly version: string; readonly time: number },
): Description | undefined {
  const database = schemaVersion(db);
  const has = (table: string) =>
    db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;
  const network = !has('network')
    ? undefined
    : db.prepare<[], NetworkRow>('SELECT network_id AS networkId, name, epoch FROM network').get();
  if (network === undefined) return undefined;
  const head = !has('events')
    ? undefined
    : db
        .prepare<[], { sequence: number; hash: Buffer }>(
          'SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1',
        )
        .get();
  const hasMaster = (id: Buffer | undefined) =>
    ['master.key', 'master-next.key'].some((name) => {
      const key = Buffer.from(keys.get(name)?.toString('latin1').trim() ?? '', 'base64');
      return key.length === 32 && (id === undefined || masterKeyId(key).equals(id));
    });
  const masterId = !has('master_key')
    ? undefined
    : db.prepare<[], Buffer>('SELECT id FROM master_key').pluck(true).get();
  const signing = !has('signing_keys')
    ? undefined
    : db
        .prepare<[], { keyFile: string | null }>(
          'SELECT key_file AS keyFile FROM signing_keys ORDER BY generation DESC LIMIT 1',
        )
        .get();
  const hasSigning =
    signing === undefined ? [...keys.keys()].some(isSigningKeyFile) : keys.has(signing.keyFile ?? '');
  return {
    format: formatVersion,
    towline: made.version,
    created_ms: Math.trunc(made.time),
    network: network.name,
    network_id: network.networkId,
    epoch: network.epoch,
    release: db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM releases').pluck(true).get() ?? 0,
    database_version: database,
    events_head: head === undefined ? '' : formatHead(head),
    lacks: [
      ...(hasSigning ? [] : (['signing key'] as const)),
      ...(hasMaster(masterId) ? [] : (['master key'] as const)),
    ],
    nodes: db
      .prepare<[], { id: number; name: string; site: string }>(
        'SELECT node_id AS id, name, site FROM nodes WHERE retired IS NULL ORDER BY node_id',
      )
      .all(),
  };
}
