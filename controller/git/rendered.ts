import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import type { Bundle } from '../store/bundles.ts';
import type { ReleaseRow } from '../store/releases.ts';
import type { Store } from '../store/store.ts';
import { fastImport } from './fast-import.ts';
import { type Git, gitIn } from './repository.ts';

/** rendered.git: every node's files, one commit and one tag `v<number>` a release, for people and `git diff`. */
export interface Rendered {
  /** Writes what the database has and the repository lacks; returns the releases written. */
  catchUp(): Promise<number[]>;
  /** Takes away what a killed git left behind. Only for the daemon's start, when it has no git of its own. */
  removeStaleLocks(): Promise<void>;
}

const mainRef = 'refs/heads/main';

export function openRendered(repository: string, store: Store): Rendered {
  return {
    async catchUp() {
      const numbers = store.releases.numbers();
      if (numbers.length === 0) return [];
      if (!existsSync(join(repository, 'HEAD'))) await createBare(repository);
      const git = gitIn(repository);
      const newest = numbers.at(-1) ?? 0;
      const refs = await refsOf(git);
      const missing = numbers.filter((number) => !refs.has(`refs/tags/v${number}`));
      for (const number of missing) await exportRelease(repository, store, number, number === newest);
      // The tag of the newest is there, but git was killed before it had set the branch, or somebody moved it.
      if (!missing.includes(newest) && refs.get(mainRef) !== refs.get(`refs/tags/v${newest}`))
        await git('update-ref', mainRef, `refs/tags/v${newest}^0`);
      return missing;
    },

    async removeStaleLocks() {
      if (!existsSync(repository)) return;
      const top = (await readdir(repository)).filter(
        (name) => name.endsWith('.lock') || name === 'packed-refs.new',
      );
      const refs = existsSync(join(repository, 'refs'))
        ? await readdir(join(repository, 'refs'), { recursive: true })
        : [];
      const locks = [...top, ...refs.filter((name) => name.endsWith('.lock')).map((name) => `refs/${name}`)];
      await Promise.all(locks.map((name) => rm(join(repository, name), { force: true })));
    },
  };
}

/** Makes a bare repository; one that is there already stays as it is. */
export async function createBare(path: string): Promise<void> {
  // With GIT_DIR free, `init` needs a folder to stand in that exists: the root.
  await gitIn('/')('init', '--quiet', '--bare', '--initial-branch=main', path);
}

/** Full name to object of the tags and the branch. */
async function refsOf(git: Git): Promise<Map<string, string>> {
  const lines = (await git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/tags', mainRef)).split(
    '\n',
  );
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

async function exportRelease(
  repository: string,
  store: Store,
  number: number,
  isNewest: boolean,
): Promise<void> {
  const release = store.releases.find(number);
  if (release === undefined) return;
  const previous = store.releases.before(number);
  await fastImport(repository, [
    {
      // An old release whose tag was lost comes back beside the branch, which stays where it is.
      refs: [...(isNewest ? [mainRef] : []), `refs/tags/v${number}`],
      ...(previous === 0 ? {} : { parent: `refs/tags/v${previous}^0` }),
      message: messageOf(release),
      author: release.author,
      time: Math.floor(release.created / 1000),
      files: changedFiles(store, number),
    },
  ]);
}

function messageOf(release: ReleaseRow): string {
  return `${release.message.trimEnd()}\n\nRelease: ${release.number}\nInventory: ${release.inventoryCommit}\n`;
}

/** What a release changed: `<node>/<service>/<file>` to content, undefined for what is gone. */
function changedFiles(store: Store, number: number): Map<string, Buffer | undefined> {
  const files = new Map<string, Buffer | undefined>();
  for (const bundle of store.bundles.ofRelease(number)) {
    const before = store.bundles.at(bundle.nodeId, number - 1);
    const now = hashesOf(bundle);
    for (const [path, hash] of hashesOf(before)) {
      if (now.get(path)?.equals(hash)) now.delete(path);
      else if (!now.has(path) && !files.has(path)) files.set(path, undefined);
    }
    for (const [path, hash] of now) files.set(path, store.blobs.get(hash));
  }
  // Removals first: a path may leave one node number and come to another of the same name.
  return new Map([...files].sort(([, a], [, b]) => Number(a !== undefined) - Number(b !== undefined)));
}

function hashesOf(bundle: Bundle | undefined): Map<string, Buffer> {
  if (bundle?.content === undefined) return new Map();
  const { files } = manifestCodec.decode(bundle.content.manifest);
  return new Map(files.map((file) => [`${bundle.nodeName}/${file.path}`, file.sha256]));
}
