import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import type { ControllerConfig } from '../config/load.ts';
import type { StatePaths } from '../config/paths.ts';
import { fastImport } from '../git/fast-import.ts';
import { createBare } from '../git/rendered.ts';
import { gitIn, resolveCommit } from '../git/repository.ts';
import { initialTree } from '../inventory/initial.ts';
import type { NetworkFacts } from '../store/network.ts';

/** Makes inventory.git with its first commit, its work tree, and rendered.git, each unless it is there. */
export async function createRepositories(
  config: ControllerConfig,
  paths: StatePaths,
  facts: NetworkFacts,
): Promise<void> {
  // Repeating `git init` completes a repository that was begun and harms no other.
  await createBare(paths.inventory);
  if ((await resolveCommit(gitIn(paths.inventory), 'refs/heads/main')) === undefined) {
    await fastImport(paths.inventory, [
      {
        refs: ['refs/heads/main'],
        message: 'start of the network\n',
        author: 'towline <towline@localhost>',
        time: Math.floor(Date.now() / 1000),
        files: initialTree(facts),
      },
    ]);
  }
  await createWorkTree(config.network_dir, paths.inventory);
  await createBare(paths.rendered);
}

/** Clones the work tree, unless it is there. Throws `conflict` where something else is. */
export async function createWorkTree(dir: string, bare: string): Promise<void> {
  if (existsSync(`${dir}/.git`)) return;
  if (existsSync(dir) && (await readdir(dir)).length > 0) {
    throw new TowlineError(
      'conflict',
      `${dir} is not empty and no git work tree: move it away, and copy its files into the work tree after 'towline init'`,
    );
  }
  await mkdir(dirname(dir), { recursive: true });
  // Cloned beside and renamed, so that the work tree is there as a whole or not at all.
  const partial = `${dir}.partial`;
  await rm(partial, { recursive: true, force: true });
  await gitIn('/')('clone', '--quiet', '--branch=main', bare, partial);
  await rename(partial, dir);
}
