import { TowlineError } from '../../shared/errors.ts';
import { requireBranch } from './bare.ts';
import type { Git } from './repository.ts';

const branch = 'main';
const ownRef = `refs/heads/${branch}`;
const trackingRef = `refs/remotes/origin/${branch}`;

/**
 * Moves a work tree, which is at its branch, forward to what was pushed into the bare repository. Throws
 * `conflict` with one line and the way out if it cannot simply move forward; then nothing has changed.
 */
export async function takePushed(git: Git, workTree: string, bare: string): Promise<void> {
  await fetchPushed(git, workTree, bare);
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
}

/** Fetches and names it `origin/main`. Throws `conflict` if it lacks what was there before. */
async function fetchPushed(git: Git, workTree: string, bare: string): Promise<void> {
  const now = await requireBranch(bare, workTree);
  const before = (await commitsOf(git)).get(trackingRef);
  if (before === now) return;
  await git('fetch', '--quiet', '--no-tags', bare, ownRef);
  if (before !== undefined && !(await isAncestor(git, before, now))) {
    // Releases were made of it, and a rollback wants them: git may not throw it away.
    await git('push', '--quiet', bare, `${before}:refs/towline/kept/${before}`);
    throw new TowlineError(
      'conflict',
      `the history of ${bare} was rewritten by a forced push: to take it over, run 'git fetch' and 'git reset --keep origin/${branch}' in ${workTree}; to undo it, 'git push --force origin ${branch}' there`,
    );
  }
  await git('update-ref', trackingRef, now);
}

async function isAncestor(git: Git, older: string, newer: string): Promise<boolean> {
  return (await git('rev-list', '--max-count=1', older, `^${newer}`)).trim() === '';
}

/** Commits that only the work tree has, and that only the bare repository has. */
async function distance(git: Git): Promise<{ ahead: number; behind: number }> {
  const refs = await commitsOf(git);
  const own = refs.get(ownRef);
  if (own === refs.get(trackingRef)) return { ahead: 0, behind: 0 };
  // A work tree that somebody made anew has no commit yet.
  if (own === undefined) return { ahead: 0, behind: 1 };
  const counts = await git('rev-list', '--left-right', '--count', `${ownRef}...${trackingRef}`);
  const [ahead = 0, behind = 0] = counts.trim().split(/\s+/).map(Number);
  return { ahead, behind };
}

async function commitsOf(git: Git): Promise<Map<string, string>> {
  const format = '--format=%(refname) %(objectname)';
  const text = await git('for-each-ref', format, trackingRef, ownRef);
  return new Map(text.split('\n').map((line) => line.split(' ') as [string, string]));
}
