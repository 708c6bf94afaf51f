import { join } from 'node:path';
import Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { syncTree } from '../../shared/os/sync-tree.ts';
import type { Actor } from '../audit/event.ts';
import type { ControllerConfig } from '../config/load.ts';
import { openMasterKey } from '../keys/master-key.ts';
import { firstSigningKey, readSigningKey } from '../keys/signing-files.ts';
import { firstTunnelKey, readTunnelKey } from '../keys/tunnel-keys.ts';
import { openStore, type Store } from '../store/store.ts';
import { createTunnelRegister } from '../tunnel/register.ts';
import { bundleName, type Description, databaseName } from './contents.ts';
import { missingCommits, readBundle } from './repository.ts';
import { type Superseded, supersede } from './supersede.ts';

/** Name of the repository that is made of the bundle. */
export const inventoryName = 'inventory.git';

export interface PrepareOptions {
  /** Where the backup was unpacked. */
  readonly folder: string;
  readonly description: Description;
  readonly config: ControllerConfig;
  readonly epoch: number;
  readonly actor: Actor;
  readonly clock: Clock;
}

export interface Prepared extends Superseded {
  /** Where routers look for the controller, best first: `host:port`. */
  readonly endpoints: readonly string[];
}

/**
 * Makes a state folder of an unpacked backup, for a controller that supersedes the one of the backup; on the disk when
 * this resolves. Looks before whether its parts belong together. Throws `failed`, `invalid`.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { folder, description, config, epoch, actor, clock } = options;
  const [database, inventory, keysDir] = [databaseName, inventoryName, 'keys'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await readBundle(join(folder, bundleName), inventory);
  requireSound(database);
  const store = openStore(database, undefined, false);
  let prepared: Prepared;
  try {
    await requireTogether(store, description, inventory);
    await requireKeys(store, keysDir, options);
    const { target } = createTunnelRegister(store, config, keysDir).places();
    const superseded = supersede(store, epoch, { actor, clock, backup: description });
    prepared = { ...superseded, endpoints: target.endpoints };
  } finally {
    store.close();
  }
  await syncTree(folder);
  return prepared;
}

/** The file is authentic, so what is wrong here was wrong on the machine that it comes from. */
function requireSound(database: string): void {
  const db = new Database(database, { fileMustExist: true });
  try {
    const found = db.pragma('quick_check(1)', { simple: true }) as string;
    if (found === 'ok') return;
    throw new TowlineError(
      'failed',
      `the database in the backup was damaged when it was made (${found}): take an earlier backup`,
    );
  } finally {
    db.close();
  }
}

async function requireTogether(store: Store, description: Description, inventory: string): Promise<void> {
  const { networkId } = store.network.get();
  const releases = store.releases.list(1_000_000_000, 0);
  const commits = [...new Set(releases.map(({ inventoryCommit }) => inventoryCommit))];
  const [missing] = await missingCommits(inventory, commits);
  const lost = releases.find(({ inventoryCommit }) => inventoryCommit === missing);
  if (lost !== undefined)
    throw new TowlineError(
      'invalid',
      `the inventory in the backup lacks commit ${missing} of release ${lost.number}: take another backup`,
    );
  if (networkId === description.network_id && store.releases.newest() === description.release) return;
  throw new TowlineError(
    'invalid',
    'the backup says something else than its database has: take another backup',
  );
}

/** Throws `failed` where a key that is in the backup is not the one that its database needs. */
async function requireKeys(
  store: Store,
  dir: string,
  { description, config }: PrepareOptions,
): Promise<void> {
  if (!description.lacks.includes('master key')) await openMasterKey({ store, dir });
  readTunnelKey(dir, store.tunnelMoves.all().at(-1)?.keyFile ?? firstTunnelKey);
  if (description.lacks.includes('signing key') || config.signing_key !== undefined) return;
  const newest = store.signingKeys.all().at(-1);
  const path = join(dir, newest?.keyFile ?? firstSigningKey);
  const { publicKey } = await readSigningKey(path, 0);
  if (newest === undefined || newest.publicKey.equals(publicKey)) return;
  throw new TowlineError(
    'failed',
    `keys/${newest.keyFile} in the backup is not the key that signs: take another backup`,
  );
}
