import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../../shared/os/clock.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { type ControllerConfig, parseConfig, readConfig } from '../config/load.ts';
import { statePaths } from '../config/paths.ts';
import { requireFolders } from '../init/folders.ts';
import { lockState } from '../serve/lock.ts';
import type { Opener } from './age/age.ts';
import type { Description } from './contents.ts';
import { nextEpoch } from './epoch.ts';
import { type Inspected, inspect } from './inspect.ts';
import { place, requireNoState } from './place.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type OpenedBackup, openBackup } from './read-backup.ts';
import { unpack } from './unpack.ts';

export interface RestoreOptions {
  readonly file: string;
  readonly opener: Opener;
  /** Path of controller.toml: one that is there stays, and says where the state goes. */
  readonly configPath: string;
  readonly dryRun: boolean;
  /** Moves a controller that is there aside. */
  readonly force: boolean;
  readonly clock: Clock;
}

export interface Restored {
  readonly description: Description;
  readonly config: ControllerConfig;
  /** Where controller.toml of the backup was written, where another one is there; undefined otherwise. */
  readonly otherConfig: string | undefined;
  /** Undefined where nothing was to be done. */
  readonly done: (Prepared & { readonly epoch: number; readonly aside: readonly string[] }) | undefined;
}

const partial = /^restore-[0-9a-f]{12}\.partial$/;

/**
 * Puts a backup on a machine, for a controller that supersedes the one that it was made of. The whole file is read before
 * anything is written; what is written counts with one rename at the end. Throws TowlineError.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { configPath, clock } = options;
  const backup = await openBackup(options.file, options.opener);
  const inspected = await inspect(backup);
  const { description } = inspected;
  const config = readConfig(configPath) ?? parseConfig(configPath, inspected.config);
  const isOther = existsSync(configPath) && readFileSync(configPath, 'utf8') !== inspected.config;
  const otherConfig = isOther ? `${configPath}.from-backup` : undefined;
  if (options.dryRun) return { description, config, otherConfig, done: undefined };

  await requireStateOwner(config.state_dir, 'towline restore');
  requireFolders(config, configPath);
  if (!options.force) requireNoState(config);
  const unlock = lockState(statePaths(config).lock);
  try {
    const known = [description.epoch, ...epochOf(statePaths(config).database, description.network_id)];
    const epoch = nextEpoch(known, description.created_ms, clock.now());
    const writeConfig = async () => {
      if (existsSync(configPath) && !isOther) return;
      await mkdir(dirname(configPath), { recursive: true });
      await writeAtomically(otherConfig ?? configPath, inspected.config, 0o644);
    };
    const done = await putInPlace(backup, inspected, config, { epoch, clock, writeConfig });
    return { description, config, otherConfig, done: { ...done, epoch } };
  } finally {
    unlock();
  }
}

interface Placing {
  readonly epoch: number;
  readonly clock: Clock;
  readonly writeConfig: () => Promise<void>;
}

async function putInPlace(
  backup: OpenedBackup,
  inspected: Inspected,
  config: ControllerConfig,
  { epoch, clock, writeConfig }: Placing,
): Promise<Prepared & { readonly aside: readonly string[] }> {
  for (const left of await readdir(config.state_dir))
    if (partial.test(left)) await rm(join(config.state_dir, left), { recursive: true, force: true });
  const folder = join(config.state_dir, `restore-${randomBytes(6).toString('hex')}.partial`);
  await mkdir(folder, { mode: 0o700 });
  try {
    await unpack(backup, inspected, folder);
    const { uid, username: name } = userInfo();
    const actor = { kind: 'admin', name, uid } as const;
    const { description } = inspected;
    const prepared = await prepare({ folder, description, config, epoch, actor, clock });
    return { ...prepared, aside: await place(folder, config, clock.now(), writeConfig) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The epoch of a controller of the same network that is there; nothing if there is none, or it cannot be read. */
function epochOf(database: string, networkId: string): number[] {
  if (!existsSync(database)) return [];
  let db: Database.Database | undefined;
  try {
    db = new Database(database, { readonly: true });
    return db
      .prepare<[string], number>('SELECT epoch FROM network WHERE network_id = ?')
      .pluck(true)
      .all(networkId);
  } catch {
    return [];
  } finally {
    db?.close();
  }
}
