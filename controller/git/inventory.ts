import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { isMeant } from '../inventory/entries.ts';
import { createSourceReader, type SourceTree } from '../inventory/source.ts';
import { type CommitMessage, type CommitScope, commitAndPush, junk } from './commit.ts';
import { takePushed } from './pushed.ts';
import { readCommit } from './read-commit.ts';
import { commitOf, headOf } from './refs.ts';
import { type Git, gitIn, resolveCommit } from './repository.ts';
import { type FileChanges, workFileText, writeWorkFiles } from './work-files.ts';

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
  /** Paths of the work tree that differ from what was committed or staged. Reads only: it can run beside other work. */
  changes(): Promise<string[]>;
  /** The newest commit of the work tree; undefined if there is none. */
  head(): Promise<string | undefined>;
  /** Commits and pushes. Returns the commit, an old one if nothing changed. */
  commit(message: CommitMessage, scope?: CommitScope): Promise<string>;
  /** Throws `conflict` if the work tree has changes that are not committed. */
  requireClean(): Promise<void>;
  /** Brings all files back to the last commit. */
  discard(): Promise<void>;
  /** Brings all files but `generated/` to what a commit has. */
  restore(commit: string): Promise<void>;
}

const branch = 'main';
const ref = `refs/heads/${branch}`;

export function openInventory(workTree: string, bare: string): Inventory {
  const git: Git = async (...args) => {
    requireWorkTree(workTree, bare);
    return gitIn(workTree)(...args);
  };

  const gitDir = join(workTree, '.git');
  const read = createSourceReader(workTree);
  /** What was read last, and what was read when it was committed last. */
  let [seen, committed]: [SourceTree, SourceTree | undefined] = [new Map(), undefined];

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

    async read() {
      seen = read();
      return seen;
    },
    readAt: (commit) => readCommit(bare, commit),

    write: (changes) => writeWorkFiles(workTree, changes),

    async changes() {
      const wanted = ['--others', '--modified', '--deleted', '--exclude-standard', '-z', '--', '.', ...junk];
      const [list] = await Promise.all([git('ls-files', ...wanted), requireNotIgnored(git)]);
      return [...new Set(list.split('\0').filter((path) => path !== ''))];
    },

    head: () => commitOf(gitDir, ref),

    async commit(text, scope = {}) {
      const { added } = scope;
      // A file that was saved after git had looked at it, and before it was read, is in neither list alone.
      const known = added && committed && [...added, ...differing(committed, seen)];
      const place = { workTree, bare, git };
      const verify = () => requireSame(workTree, scope.expected, known, read);
      const commit = await commitAndPush(place, text, added ? { added: known } : scope, verify);
      if (scope.only === undefined) committed = seen;
      return commit;
    },

    async discard() {
      await git('reset', '--quiet', '--hard');
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

/**
 * Between staging and committing: what is committed is what was compiled. Throws `conflict`.
 *
 * @param staged paths that were staged; a file that is not among them is committed as it was
 */
function requireSame(
  workTree: string,
  expected: SourceTree | undefined,
  staged: readonly string[] | undefined,
  read: () => SourceTree,
): void {
  if (expected === undefined) return;
  const isSame = (path: string) =>
    !isMeant(path) || expected.get(path) === workFileText(join(workTree, path));
  const first = staged === undefined ? differing(expected, read())[0] : staged.find((path) => !isSame(path));
  if (first === undefined) return;
  throw new TowlineError('conflict', `${first} changed while the inventory was compiled: repeat`);
}

/** Paths whose text is not the same in both trees. */
function differing(a: SourceTree, b: SourceTree): string[] {
  const paths = [...b.keys()].filter((path) => a.get(path) !== b.get(path));
  return [...paths, ...[...a.keys()].filter((path) => !b.has(path))];
}

function requireWorkTree(workTree: string, bare: string): void {
  const found = statSync(join(workTree, '.git'), { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  const what = found === undefined ? 'is no git work tree' : 'has its .git elsewhere (a linked work tree)';
  const way = found === undefined ? "run 'towline init', or" : 'move it away and';
  throw new TowlineError('conflict', `${workTree} ${what}: ${way} clone ${bare} there`);
}

/** Throws `conflict` for a file that the compiler reads and git leaves out: a rollback would not bring it back. */
async function requireNotIgnored(git: Git): Promise<void> {
  const wanted = ['--others', '--ignored', '--exclude-standard', '-z', '--', '*.toml', '*.njk'];
  const ignored = (await git('ls-files', ...wanted))
    .split('\0')
    .filter((path) => path !== '' && isMeant(path));
  if (ignored.length === 0) return;
  throw new TowlineError(
    'conflict',
    `${ignored[0]} is part of the inventory, and git ignores it: take it out of .gitignore, or run 'towline git add -f ${ignored[0]}'`,
  );
}

/** What git may be in the middle of, and the files by which it knows. */
const unfinished: Readonly<Record<string, readonly string[]>> = {
  merge: ['MERGE_HEAD'],
  'cherry-pick': ['CHERRY_PICK_HEAD'],
  revert: ['REVERT_HEAD'],
  rebase: ['rebase-merge', 'rebase-apply'],
};

async function requireUsable(git: Git, workTree: string): Promise<void> {
  const gitDir = join(workTree, '.git');
  const [at, unmerged] = await Promise.all([headOf(gitDir), git('ls-files', '--unmerged')]);
  const isThere = (name: string) => existsSync(join(gitDir, name));
  const begun = Object.entries(unfinished).find(([, marks]) => marks.some(isThere))?.[0];
  // Before the branch: in the middle of a rebase there is none, and git would not switch to one.
  if (begun !== undefined) {
    throw new TowlineError(
      'conflict',
      `a ${begun} is not finished in ${workTree}: resolve what is in conflict there and run 'git ${begun} --continue', or 'git ${begun} --abort'`,
    );
  }
  if (at !== ref) {
    const where = at === undefined ? 'a detached commit' : at.replace('refs/heads/', 'branch ');
    throw new TowlineError('conflict', `${workTree} is at ${where}: run 'git switch ${branch}' there`);
  }
  if (unmerged !== '')
    throw new TowlineError('conflict', `${workTree} has merge conflicts: resolve them with git`);
}
