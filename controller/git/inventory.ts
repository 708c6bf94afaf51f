import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { readSourceTree, type SourceTree } from '../inventory/source.ts';
import { readCommit } from './read-commit.ts';
import { type Git, gitIn, resolveCommit } from './repository.ts';

/** Path relative to the inventory's root to new text; undefined removes the file. */
export type FileChanges = ReadonlyMap<string, string | undefined>;

export interface CommitMessage {
  readonly message: string;
  /** `Name <address>`. */
  readonly author: string;
}

/** The inventory: the work tree, and the bare repository that is authoritative. Not for two calls at once. */
export interface Inventory {
  /** Takes what was pushed. Throws `conflict` with one line if the work tree cannot simply move forward. */
  refresh(): Promise<void>;
  /** The work tree as it is. */
  read(): Promise<SourceTree>;
  /** The files of a commit. */
  readAt(commit: string): Promise<SourceTree>;
  /** Writes those files of the work tree that differ; returns their paths, sorted. */
  write(changes: FileChanges): Promise<string[]>;
  /** Commits everything, or only these paths, and pushes. Returns the commit, an old one if nothing changed. */
  commit(message: CommitMessage, paths?: readonly string[]): Promise<string>;
  /** Throws `conflict` if the work tree has changes that are not committed. */
  requireClean(): Promise<void>;
  /** Brings all files but `generated/` to what a commit has. */
  restore(commit: string): Promise<void>;
}

const branch = 'main';

/**
 * What editors, desktops and a crash leave in a folder: never committed, and no reason to refuse anything. As
 * pathspecs, since a file of excludes would hide the admin's own from this git.
 */
const junk = ['*.sw?', '*~', '.#*', '#*#', '._*', '*.tmp', '.DS_Store', 'Thumbs.db', '.directory'].map(
  (pattern) => `:(exclude,glob)**/${pattern}`,
);

export function openInventory(workTree: string, bare: string): Inventory {
  const git: Git = async (...args) => {
    requireWorkTree(workTree, bare);
    return gitIn(workTree)(...args);
  };

  return {
    async refresh() {
      requireWorkTree(workTree, bare);
      await requireUsable(git, workTree);
      await git('fetch', '--quiet', bare, `+refs/heads/${branch}:refs/remotes/origin/${branch}`);
      const { ahead, behind } = await distance(git);
      if (behind === 0) return;
      if (ahead > 0) {
        throw new TowlineError(
          'conflict',
          `${workTree} and ${bare} have gone different ways (${ahead} and ${behind} commits): run 'git pull --rebase' in ${workTree}`,
        );
      }
      try {
        await git('merge', '--quiet', '--ff-only', `origin/${branch}`);
      } catch (cause) {
        if (cause instanceof TowlineError && cause.code === 'conflict') throw cause;
        const message = `what was pushed to ${bare} changes files that have uncommitted changes in ${workTree}: commit them with git there and run 'git pull --rebase', or discard them`;
        throw new TowlineError('conflict', message, { cause });
      }
    },

    read: () => readSourceTree(workTree),
    readAt: (commit) => readCommit(bare, commit),

    async write(changes) {
      const before = await readSourceTree(workTree);
      const written: string[] = [];
      for (const [path, text] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (before.get(path) === text) continue;
        const full = join(workTree, path);
        if (text === undefined) {
          await rm(full, { force: true });
          await removeEmptyFolders(workTree, dirname(path));
        } else {
          await mkdir(dirname(full), { recursive: true });
          await writeAtomically(full, text, 0o644);
        }
        written.push(path);
      }
      return written;
    },

    async commit({ message, author }, paths) {
      const before = await resolveCommit(git, 'HEAD');
      const scope = paths === undefined ? [] : ['--', ...paths];
      if (paths?.length !== 0) {
        await git('add', '--all', ...(paths === undefined ? ['--', '.', ...junk] : scope));
        const staged = await git('diff', '--cached', '--name-only', ...scope);
        if (staged.trim() !== '') {
          const only = paths === undefined ? [] : ['--only'];
          await git('commit', '--quiet', ...only, `--message=${message}`, `--author=${author}`, ...scope);
        }
      }
      await push(git, bare, before);
      return (await resolveCommit(git, 'HEAD')) ?? '';
    },

    async requireClean() {
      const changed = await git('status', '--porcelain', '--', '.', ...junk);
      if (changed.trim() === '') return;
      throw new TowlineError(
        'conflict',
        `${workTree} has changes that are not committed: run 'towline commit', or discard them with git`,
      );
    },

    async restore(commit) {
      await git('restore', `--source=${commit}`, '--staged', '--worktree', '--', '.', ':(exclude)generated');
    },
  };
}

/** Takes away a folder that became empty, and those above it; git would not keep them either. */
async function removeEmptyFolders(workTree: string, folder: string): Promise<void> {
  for (let at = folder; at !== '.' && at !== ''; at = dirname(at)) {
    try {
      await rmdir(join(workTree, at));
    } catch {
      return;
    }
  }
}

function requireWorkTree(workTree: string, bare: string): void {
  if (existsSync(join(workTree, '.git'))) return;
  throw new TowlineError(
    'conflict',
    `${workTree} is no git work tree: run 'towline init', or clone ${bare} there`,
  );
}

async function requireUsable(git: Git, workTree: string): Promise<void> {
  const at = (await git('symbolic-ref', '--quiet', 'HEAD').catch(() => '')).trim();
  if (at !== `refs/heads/${branch}`) {
    const where = at === '' ? 'a detached commit' : at.replace('refs/heads/', 'branch ');
    throw new TowlineError('conflict', `${workTree} is at ${where}: run 'git switch ${branch}' there`);
  }
  const gitDir = join(workTree, '.git');
  const unfinished = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];
  if (unfinished.some((name) => existsSync(join(gitDir, name)))) {
    throw new TowlineError(
      'conflict',
      `a merge or rebase is not finished in ${workTree}: finish or abort it with git`,
    );
  }
  const unmerged = await git('ls-files', '--unmerged');
  if (unmerged !== '')
    throw new TowlineError('conflict', `${workTree} has merge conflicts: resolve them with git`);
}

async function distance(git: Git): Promise<{ ahead: number; behind: number }> {
  const counts = await git('rev-list', '--left-right', '--count', `HEAD...refs/remotes/origin/${branch}`);
  const [ahead = 0, behind = 0] = counts.trim().split(/\s+/).map(Number);
  return { ahead, behind };
}

async function push(git: Git, bare: string, before: string | undefined): Promise<void> {
  try {
    await git('push', '--quiet', bare, `HEAD:refs/heads/${branch}`);
    await git('update-ref', `refs/remotes/origin/${branch}`, 'HEAD');
  } catch (cause) {
    // The commit is taken back and its files stay, so that repeating takes what came in between first.
    if (before !== undefined) await git('reset', '--quiet', '--soft', before);
    if (cause instanceof TowlineError && cause.code === 'conflict') throw cause;
    throw new TowlineError(
      'unavailable',
      `${bare} did not take the commit, somebody may have pushed meanwhile: repeat`,
      {
        cause,
      },
    );
  }
}
