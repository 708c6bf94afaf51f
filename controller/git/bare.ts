import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { gitIn, resolveCommit } from './repository.ts';

/**
 * The newest commit of the inventory's bare repository. Throws `conflict` if it is missing or has no branch `main`.
 *
 * @param workTree the work tree that has its commits, if one is known
 */
export async function requireBranch(bare: string, workTree = 'the work tree'): Promise<string> {
  if (!existsSync(join(bare, 'HEAD'))) {
    throw new TowlineError(
      'conflict',
      `${bare} is not there or no git repository: move away what is left of it and run 'git clone --bare ${workTree} ${bare}', or take it from a backup`,
    );
  }
  const commit = await resolveCommit(gitIn(bare), 'refs/heads/main');
  if (commit !== undefined) return commit;
  // Where git may not use it at all it says so here, and that is the reason.
  await gitIn(bare)('for-each-ref', '--count=1');
  throw new TowlineError(
    'conflict',
    `${bare} has no branch main: run 'git push ${bare} HEAD:refs/heads/main' in ${workTree}, or push it from another clone`,
  );
}
