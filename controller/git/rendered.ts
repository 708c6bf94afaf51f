import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import type { Bundle } from '../store/bundles.ts';
import type { ReleaseRow } from '../store/releases.ts';
import type { Store } from '../store/store.ts';
import { fastImport, type ImportedCommit, markOf } from './fast-import.ts';
import { durable, type Git, gitIn } from './repository.ts';

/** rendered.git: every node's files, one commit and one tag `v<number>` a release, for people and `git diff`. */
export interface Rendered {
  /** Writes what the database has and the repository lacks; returns the releases written. */
  catchUp(): Promise<number[]>;
  /** Takes away what a killed git left behind. Only for the daemon's start, when it has no git of its own. */
  removeStaleLocks(): Promise<void>;
}

const mainRef = 'refs/heads/main';
/** Releases that one git writes: what it has written counts when it ends, and is not written once more after a crash. */
const batchReleases = 100;

/** @param write takes commits into a repository, all or none */
export function openRendered(repository: string, store: Store, write = fastImport): Rendered {
  /** The newest release of which it is known that it and all before it are there; 0 before the first look. */
  let upTo = 0;
  /** Writes the release after those that are there; false if somebody took something away meanwhile. */
  const exportNext = async (number: number): Promise<boolean> => {
    try {
      await write(repository, commitsOf(store, [number], number));
      return true;
    } catch (error) {
      if (error instanceof TowlineError) return false;
      throw error;
    }
  };

  return {
    async catchUp() {
      const next = store.releases.newest();
      if (upTo > 0 && next === upTo + 1 && (await exportNext(next))) {
        upTo = next;
        return [next];
      }
      const numbers = store.releases.numbers();
      if (numbers.length === 0) return [];
      if (!existsSync(join(repository, 'HEAD'))) await createBare(repository);
      const git = gitIn(repository);
      const newest = numbers.at(-1) ?? 0;
      const refs = await refsOf(git);
      const missing = numbers.filter((number) => !refs.has(`refs/tags/v${number}`));
      for (let from = 0; from < missing.length; from += batchReleases)
        await write(repository, commitsOf(store, missing.slice(from, from + batchReleases), newest));
      // The tag of the newest is there, but git was killed before it had set the branch, or somebody moved it.
      if (!missing.includes(newest) && refs.get(mainRef) !== refs.get(`refs/tags/v${newest}`))
        await git('update-ref', mainRef, `refs/tags/v${newest}^0`);
      upTo = newest;
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
  // For what is pushed into it: who pushes has other settings.
  for (const setting of durable) {
    const [name = '', value = ''] = setting.split('=');
    await gitIn(path)('config', name, value);
  }
}

/** Full name to object of the tags and the branch. */
async function refsOf(git: Git): Promise<Map<string, string>> {
  const lines = (await git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/tags', mainRef)).split(
    '\n',
  );
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

/** Releases as commits, the oldest first; the files of each are read when its turn comes. */
function commitsOf(store: Store, numbers: readonly number[], newest: number): ImportedCommit[] {
  const commits: ImportedCommit[] = [];
  const marks = new Map<number, string>();
  for (const number of numbers) {
    const release = store.releases.find(number);
    if (release === undefined) continue;
    const previous = store.releases.before(number);
    commits.push({
      // An old release whose tag was lost comes back beside the branch, which stays where it is.
      refs: [...(number === newest ? [mainRef] : []), `refs/tags/v${number}`],
      // git sees no tag that the same import makes.
      ...(previous === 0 ? {} : { parent: marks.get(previous) ?? `refs/tags/v${previous}^0` }),
      message: messageOf(release),
      author: release.author,
      time: Math.floor(release.created / 1000),
      files: changedFiles(store, number),
    });
    marks.set(number, markOf(commits.length));
  }
  return commits;
}

function messageOf(release: ReleaseRow): string {
  return `${release.message.trimEnd()}\n\nRelease: ${release.number}\nInventory: ${release.inventoryCommit}\n`;
}

/** What a release changed: `<node>/<service>/<file>` and content, undefined for what is gone. */
function* changedFiles(store: Store, number: number): Generator<readonly [string, Buffer | undefined]> {
  // Removals first: a path may leave one node number and come to another of the same name.
  for (const bundle of store.bundles.ofRelease(number)) {
    const before = hashesOf(store.bundles.at(bundle.nodeId, number - 1));
    const now = before.size === 0 ? before : hashesOf(bundle);
    for (const path of before.keys()) if (!now.has(path)) yield [path, undefined];
  }
  for (const bundle of store.bundles.ofRelease(number)) {
    const before = hashesOf(store.bundles.at(bundle.nodeId, number - 1));
    for (const [path, hash] of hashesOf(bundle)) {
      if (!before.get(path)?.equals(hash)) yield [path, store.blobs.get(hash)];
    }
  }
}

function hashesOf(bundle: Bundle | undefined): Map<string, Buffer> {
  if (bundle?.content === undefined) return new Map();
  const { files } = manifestCodec.decode(bundle.content.manifest);
  return new Map(files.map((file) => [`${bundle.nodeName}/${file.path}`, file.sha256]));
}
