import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { createSourceReader, type SourceTree } from '../inventory/source.ts';
import { takePushed } from './pushed.ts';
import { readCommit } from './read-commit.ts';
import { commitOf, headOf } from './refs.ts';
import { type Git, gitIn, resolveCommit } from './repository.ts';
import { type FileChanges, writeWorkFiles } from './work-files.ts';

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
const ref = `refs/heads/${branch}`;

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

  const gitDir = join(workTree, '.git');
  const read = createSourceReader(workTree);

  return {
    async refresh() {
      requireWorkTree(workTree, bare);
      const [, pushed, own] = await Promise.all([
        requireUsable(git, workTree),
        commitOf(bare, ref),
        commitOf(gitDir, ref),
      ]);
      if (pushed !== undefined && pushed === own) return;
      await takePushed(git, workTree, bare);
    },

    read: async () => read(),
    readAt: (commit) => readCommit(bare, commit),

    write: (changes) => writeWorkFiles(workTree, changes),

    async commit({ message, author }, paths) {
      const scope = paths === undefined ? [] : ['--only', '--', ...paths];
      const [before] = await Promise.all([
        commitOf(gitDir, ref),
        paths?.length === 0 ? '' : git('add', '--all', '--', ...(paths ?? ['.', ...junk])),
      ]);
      if (paths?.length !== 0) {
        try {
          await git('commit', '--quiet', `--message=${message}`, `--author=${author}`, ...scope);
        } catch (error) {
          const staged = await git(
            'diff',
            '--cached',
            '--name-only',
            ...(paths === undefined ? [] : ['--', ...paths]),
          );
          // Nothing to commit is no fault here.
          if (staged.trim() !== '') throw error;
        }
      }
      return push(git, gitDir, bare, before);
    },

    async requireClean() {
      const changed = await git('status', '--porcelain', '--untracked-files=normal', '--', '.', ...junk);
      if (changed.trim() === '') return;
      throw new TowlineError(
        'conflict',
        `${workTree} has changes that are not committed: run 'towline commit', or discard them with git`,
      );
    },

    async restore(commit) {
      // It may be of a history that was rewritten since, which only the bare repository keeps.
      if ((await resolveCommit(git, commit)) === undefined)
        await git('fetch', '--quiet', '--no-tags', bare, '+refs/towline/*:refs/towline/*');
      await git('restore', `--source=${commit}`, '--staged', '--worktree', '--', '.', ':(exclude)generated');
    },
  };
}

function requireWorkTree(workTree: string, bare: string): void {
  const found = statSync(join(workTree, '.git'), { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  const what = found === undefined ? 'is no git work tree' : 'has its .git elsewhere (a linked work tree)';
  const way = found === undefined ? "run 'towline init', or" : 'move it away and';
  throw new TowlineError('conflict', `${workTree} ${what}: ${way} clone ${bare} there`);
}

async function requireUsable(git: Git, workTree: string): Promise<void> {
  const gitDir = join(workTree, '.git');
  const [at, unmerged] = await Promise.all([headOf(gitDir), git('ls-files', '--unmerged')]);
  if (at !== ref) {
    const where = at === undefined ? 'a detached commit' : at.replace('refs/heads/', 'branch ');
    throw new TowlineError('conflict', `${workTree} is at ${where}: run 'git switch ${branch}' there`);
  }
  const unfinished = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];
  if (unfinished.some((name) => existsSync(join(gitDir, name)))) {
    throw new TowlineError(
      'conflict',
      `a merge or rebase is not finished in ${workTree}: finish or abort it with git`,
    );
  }
  if (unmerged !== '')
    throw new TowlineError('conflict', `${workTree} has merge conflicts: resolve them with git`);
}

/** Gives the new commit to the bare repository, unless it has it. @param before what to go back to */
async function push(git: Git, gitDir: string, bare: string, before: string | undefined): Promise<string> {
  const [own = '', pushed] = await Promise.all([commitOf(gitDir, ref), commitOf(bare, ref)]);
  if (own === pushed) return own;
  try {
    // A remote for this command alone, whatever the admin made of `origin`; it takes `origin/main` along.
    const remote = [`url=${bare}`, `fetch=+${ref}:refs/remotes/origin/${branch}`];
    const settings = remote.flatMap((setting) => ['-c', `remote.towline-bare.${setting}`]);
    await git(...settings, 'push', '--quiet', 'towline-bare', `${own}:${ref}`);
    return own;
  } catch (cause) {
    // The commit is taken back and its files stay, so that repeating takes what came in between first.
    if (before !== undefined) await git('reset', '--quiet', '--soft', before);
    if (cause instanceof TowlineError && cause.code === 'conflict') throw cause;
    throw new TowlineError(
      'unavailable',
      `${bare} did not take the commit, somebody may have pushed meanwhile: repeat (${messageOf(cause)})`,
      { cause },
    );
  }
}
