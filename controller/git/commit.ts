import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { SourceTree } from '../inventory/source.ts';
import { commitOf } from './refs.ts';
import { type Git, gitIn } from './repository.ts';

const branch = 'main';
const ref = `refs/heads/${branch}`;

export interface CommitMessage {
  readonly message: string;
  /** `Name <address>`. */
  readonly author: string;
}

/** What a commit takes; by default everything. */
export interface CommitScope {
  /** Only these paths, whatever else there is. */
  readonly only?: readonly string[];
  /** What is staged, and these paths, which are known to be all that changed. */
  readonly added?: readonly string[] | undefined;
  /** What the files have to be that the compiler reads: `conflict` if somebody changed one meanwhile. */
  readonly expected?: SourceTree;
}

/**
 * What editors, desktops and a crash leave in a folder: never committed, and no reason to refuse anything. As
 * pathspecs, since a file of excludes would hide the admin's own from this git.
 */
export const junk = ['*.sw?', '*~', '.#*', '#*#', '._*', '*.tmp', '.DS_Store', 'Thumbs.db', '.directory'].map(
  (pattern) => `:(exclude,glob)**/${pattern}`,
);

export interface CommitPlace {
  readonly workTree: string;
  readonly bare: string;
  /** git in the work tree. */
  readonly git: Git;
}

/** Commits in the work tree and pushes into the bare repository. Returns the commit, an old one if nothing changed. */
export async function commitAndPush(
  { workTree, bare, git }: CommitPlace,
  text: CommitMessage,
  { only, added }: CommitScope,
  verify: () => void,
): Promise<string> {
  const gitDir = join(workTree, '.git');
  const before = commitOf(gitDir, ref);
  if (only === undefined) {
    await addAll(git, added);
    verify();
    await commitIndex(workTree, text, await before);
  } else if (only.length > 0) {
    await commitOnly(git, text, only);
  }
  return push(git, gitDir, bare, await before);
}

async function commitOnly(git: Git, text: CommitMessage, paths: readonly string[]): Promise<void> {
  await git('add', '--all', '--', ...paths);
  const staged = await git('diff', '--cached', '--name-only', '--', ...paths);
  if (staged.trim() === '') return;
  await git(
    'commit',
    '--quiet',
    `--message=${text.message}`,
    `--author=${text.author}`,
    '--only',
    '--',
    ...paths,
  );
}

/** More paths than this are not named one by one. */
const mostPaths = 500;

/** Stages what changed: to look for it in a large work tree takes longer than all the rest of a commit. */
async function addAll(git: Git, paths: readonly string[] | undefined): Promise<void> {
  if (paths?.length === 0) return;
  if (paths !== undefined && paths.length <= mostPaths) {
    try {
      await git('--literal-pathspecs', 'add', '--all', '--', ...paths);
      return;
    } catch (error) {
      // One of them may have gone meanwhile; anything else fails again below.
      if (error instanceof TowlineError && error.code === 'conflict') throw error;
    }
  }
  await git('add', '--all', '--', '.', ...junk);
}

/**
 * Commits the index, unless it is what the last commit has. With git's plumbing, since `git commit` looks at every
 * file once more; where the admin has hooks, with `git commit`, which runs them.
 */
async function commitIndex(workTree: string, text: CommitMessage, before: string | undefined): Promise<void> {
  const [, name = '', address = ''] = /^(.*?) ?<(.*)>$/.exec(text.author) ?? [];
  const git = gitIn(workTree, { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: address });
  const [tree, old] = await Promise.all([
    git('write-tree'),
    before === undefined ? '' : git('rev-parse', '--verify', '--quiet', `${before}^{tree}`),
  ]);
  if (tree === old) return;
  if (await hasHooks(join(workTree, '.git'))) {
    await git('commit', '--quiet', `--message=${text.message}`);
    return;
  }
  const parents = before === undefined ? [] : ['-p', before];
  const commit = await git('commit-tree', tree.trim(), ...parents, '-m', text.message);
  const subject = text.message.split('\n')[0] ?? '';
  await git('update-ref', '-m', `commit: ${subject}`, ref, commit.trim(), before ?? '0'.repeat(40));
}

const commitHooks = new Set(['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit']);

/** Whether commits run programs of the admin's. */
async function hasHooks(gitDir: string): Promise<boolean> {
  const [names, config] = await Promise.all([
    readdir(join(gitDir, 'hooks')).catch(() => []),
    readFile(join(gitDir, 'config'), 'utf8').catch(() => ''),
  ]);
  return names.some((name) => commitHooks.has(name)) || /hookspath/i.test(config);
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
