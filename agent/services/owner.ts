import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';

/** Numbers of a user and a group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Looks `user` (with the group of that user) or `user:group` up; without it, the agent itself. Throws `failed`
 * for one that this machine does not have: it may come.
 */
export async function resolveOwner(run: Run, owner: string | undefined): Promise<Owner> {
  if (owner === undefined) return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const [user = '', group] = owner.split(':');
  const ask = async (command: string, args: readonly string[], field: number) => {
    const output = await run(command, args, { timeoutMs: 10_000 }).catch((cause) => {
      throw new TowlineError('failed', `owner ${owner}: ${messageOf(cause)}`, { cause });
    });
    const number = output.trim().split(':')[field] ?? '';
    if (!/^\d+$/.test(number))
      throw new TowlineError('failed', `owner ${owner}: ${command} does not know it`);
    return Number(number);
  };
  return {
    uid: await ask('id', ['-u', user], 0),
    gid: group === undefined ? await ask('id', ['-g', user], 0) : await ask('getent', ['group', group], 2),
  };
}
