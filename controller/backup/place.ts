import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { syncFolder } from '../../shared/os/write-atomically.ts';
import type { ControllerConfig } from '../config/load.ts';
import { type StatePaths, statePaths } from '../config/paths.ts';
import { createWorkTree } from '../init/repositories.ts';
import { databaseName } from './contents.ts';
import { inventoryName } from './prepare.ts';

type Places = Pick<ControllerConfig, 'state_dir' | 'network_dir'>;

/** What of a controller is there. */
function foundState(config: Places): string[] {
  const paths = statePaths(config);
  const workTree = existsSync(config.network_dir) && readdirSync(config.network_dir).length > 0;
  return [...stateOf(paths), ...(workTree ? [config.network_dir] : [])];
}

/** Throws `conflict` where something of a controller is there. */
export function requireNoState(config: Places): void {
  const found = foundState(config);
  if (found.length === 0) return;
  throw new TowlineError(
    'conflict',
    `a controller was here: ${found.join(', ')}: with --force these are moved aside, and nothing is deleted`,
  );
}

/**
 * Moves what of a controller is there aside, and puts what was prepared in its place. The database comes last: until it is
 * renamed there is no controller, and from then on there is a whole one. Resolves to where the old things are; where it
 * fails, the error says where they are.
 *
 * @param folder in the state folder, with what was prepared
 * @param time Unix ms, for a name
 * @param before called when all but the database is there
 */
export async function place(
  folder: string,
  config: Places,
  time: number,
  before: () => Promise<void>,
): Promise<string[]> {
  const paths = statePaths(config);
  const aside: string[] = [];
  try {
    await moveAside(paths, config.network_dir, time, (made) => aside.unshift(made));
    await rename(join(folder, 'keys'), paths.keys);
    await rename(join(folder, inventoryName), paths.inventory);
    await createWorkTree(config.network_dir, paths.inventory);
    await before();
    await syncFolder(config.state_dir);
    await rename(join(folder, databaseName), paths.database);
    await syncFolder(config.state_dir);
  } catch (cause) {
    if (aside.length === 0) throw cause;
    const code = cause instanceof TowlineError ? cause.code : 'failed';
    const text = `${messageOf(cause)}; what was here is in ${aside.join(' and ')}: move it back, or repeat with --force`;
    throw new TowlineError(code, text, { cause });
  }
  return aside;
}

function stateOf(paths: StatePaths): string[] {
  const { database, keys, inventory, rendered } = paths;
  return [database, `${database}-wal`, `${database}-shm`, keys, inventory, rendered].filter((path) =>
    existsSync(path),
  );
}

/** @param onMade told each folder that takes something, before it does */
async function moveAside(
  paths: StatePaths,
  workTree: string,
  time: number,
  onMade: (folder: string) => void,
): Promise<void> {
  const state = stateOf(paths);
  const name = `before-restore-${new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  // First: it may be a mount or lie where only root may rename, and until it has moved all is as it was.
  if (existsSync(workTree) && readdirSync(workTree).length > 0) {
    await rename(workTree, `${workTree}.${name}`);
    onMade(`${workTree}.${name}`);
  }
  if (state.length > 0) {
    const folder = join(dirname(paths.database), name);
    await mkdir(folder, { mode: 0o700 });
    onMade(folder);
    // The database first: without it nothing starts on what is left.
    for (const path of state) await rename(path, join(folder, basename(path)));
  }
}
