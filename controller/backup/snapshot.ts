import { randomBytes } from 'node:crypto';
import { createReadStream, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import type { StatePaths } from '../config/paths.ts';
import {
  bundleName,
  configName,
  type Description,
  databaseName,
  descriptionName,
  isKeyName,
} from './contents.ts';
import { describe } from './describe.ts';
import { refsOf, writeBundle } from './repository.ts';
import type { ArchiveFile } from './tar.ts';

/** A controller that is to be kept. */
export interface SnapshotSource {
  readonly paths: StatePaths;
  /** Text of controller.toml. */
  readonly config: string;
  /** Version of this program. */
  readonly version: string;
}

/** A controller at one moment. */
export interface Snapshot {
  readonly description: Description;
  readonly files: readonly ArchiveFile[];
  /** Removes what it took on the disk; without this, the next snapshot does. */
  drop(): Promise<void>;
}

const partial = /^backup-[0-9a-f]{12}\.partial$/;

/**
 * Takes database, inventory, keys and configuration as they are at one moment. `hold` keeps changes away meanwhile, some
 * milliseconds: what takes long reads from then on, while everything goes on. Not for two at once. Throws `failed`,
 * `conflict`.
 *
 * @param time Unix ms
 */
export async function takeSnapshot(
  { paths, config, version }: SnapshotSource,
  hold: <T>(work: () => Promise<T>) => Promise<T>,
  time: number,
): Promise<Snapshot> {
  const stateDir = dirname(paths.database);
  for (const left of await readdir(stateDir))
    if (partial.test(left)) await rm(join(stateDir, left), { recursive: true, force: true });
  const folder = join(stateDir, `backup-${randomBytes(6).toString('hex')}.partial`);
  const drop = () => rm(folder, { recursive: true, force: true });
  let db: Database.Database | undefined;
  try {
    await requireRoom(paths.database);
    await mkdir(folder, { mode: 0o700 });
    await chmod(folder, 0o700);
    const [copy, bundle] = [join(folder, databaseName), join(folder, bundleName)];
    const held = await hold(async () => {
      db = openAt(paths.database);
      // From here to the last key nothing else runs in this process: these belong to one moment.
      db.exec('BEGIN');
      db.prepare('SELECT count(*) FROM sqlite_master').get();
      const keys = readKeys(paths.keys);
      const description = describe(db, keys, { version, time });
      if (description === undefined)
        throw new TowlineError(
          'conflict',
          `there is no network in ${paths.database} yet: run 'towline init'`,
        );
      return { db, keys, description, refs: await refsOf(paths.inventory) };
    });
    // Within the transaction, so that it is the database of that moment, whatever is written meanwhile.
    await held.db.backup(copy);
    held.db.close();
    await writeBundle(paths.inventory, held.refs, bundle);
    return {
      description: held.description,
      files: [
        small(descriptionName, Buffer.from(`${JSON.stringify(held.description, null, 1)}\n`)),
        small(configName, Buffer.from(config)),
        ...[...held.keys].map(([name, content]) => small(`keys/${name}`, content)),
        await onDisk(bundleName, bundle),
        await onDisk(databaseName, copy),
      ],
      drop,
    };
  } catch (error) {
    db?.close();
    await drop();
    throw error;
  }
}

function openAt(path: string): Database.Database {
  try {
    return new Database(path, { fileMustExist: true, timeout: 5_000 });
  } catch (cause) {
    throw new TowlineError('failed', `${path} cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** The keys in a folder by their names, sorted. Files that are just being written are left out. */
function readKeys(dir: string): Map<string, Buffer> {
  const names = readdirSync(dir)
    .filter(
      (name) => isKeyName(`keys/${name}`) && !name.endsWith('.tmp') && lstatSync(join(dir, name)).isFile(),
    )
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(dir, name))]));
}

/** Throws `failed` where the copy of the database will not fit. */
async function requireRoom(database: string): Promise<void> {
  const { size } = await stat(database).catch(() => ({ size: 0 }));
  const { bytes } = await freeSpace(dirname(database));
  if (bytes > size) return;
  throw new TowlineError(
    'failed',
    `a backup copies the database to ${dirname(database)} first: ${size} bytes, and ${bytes} are free: make room there`,
  );
}

function small(name: string, content: Buffer): ArchiveFile {
  return { name, size: content.length, content: [content] };
}

async function onDisk(name: string, path: string): Promise<ArchiveFile> {
  const { size } = await stat(path);
  return { name, size, content: createLazily(path) };
}

/** Opened when it is read, and not before its turn. */
async function* createLazily(path: string): AsyncGenerator<Buffer, void> {
  yield* createReadStream(path, { highWaterMark: 256 * 1024 });
}
