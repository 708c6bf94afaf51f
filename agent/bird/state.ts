import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { type BirdSocket, BirdSocketError } from './socket.ts';

/**
 * How BIRD is to be had. `absent`: nobody listens at its socket. `silent`: it listens and says nothing (it hangs, or is
 * stopped), or its socket file is gone from under it. `restarting`: on its way down, or up by our hand. `foreign`:
 * another program answers.
 */
export type BirdState = 'running' | 'absent' | 'silent' | 'restarting' | 'foreign';

/**
 * Asks BIRD how it is. It is not to be started while it is anything but `absent`: two of them fight over routes.
 * Throws what kept this process from asking.
 *
 * @param patienceMs without a word from it, it is silent
 */
export async function probeBird(socket: BirdSocket, path: string, patienceMs: number): Promise<BirdState> {
  try {
    const { lines } = await socket('show status', patienceMs);
    return lines.some(({ text }) => /^shutdown in progress/i.test(text.trim())) ? 'restarting' : 'running';
  } catch (error) {
    if (!(error instanceof BirdSocketError)) return error instanceof TowlineError ? 'foreign' : 'silent';
    if (error.isOurs) throw error;
    if (!error.isAbsent) return 'silent';
    return (await listeningSocket(path)) === undefined ? 'absent' : 'silent';
  }
}

/** What to do about a BIRD that cannot be configured and must not be started either. Pure. */
export function unreachable(state: Exclude<BirdState, 'running' | 'absent'>, path: string): TowlineError {
  const words: Record<typeof state, string> = {
    restarting: `is still on its way down or up at ${path}`,
    silent: `runs and does not answer at ${path} (it hangs, is stopped, or its socket file was removed): no second one is started; restart it`,
    foreign: `cannot be spoken to: another program answers at ${path}; check bird.socket`,
  };
  return new TowlineError('failed', `BIRD ${words[state]}`);
}

/**
 * Inode of the Unix socket of this path on which a process listens, its file removed or not; undefined if none does
 * (proc(5), /proc/net/unix: the flag is __SO_ACCEPTCON).
 */
export async function listeningSocket(path: string): Promise<string | undefined> {
  const table = await readFile('/proc/net/unix', 'utf8').catch(() => '');
  const names = new Set([path, await resolved(path)]);
  for (const line of table.split('\n')) {
    const [, , , flags, , , inode, name] = line.trim().split(/\s+/);
    if (flags !== '00010000' || name === undefined || basename(name) !== basename(path)) continue;
    if (names.has(name) || names.has(await resolved(name))) return inode;
  }
  return undefined;
}

/** The path without links such as /var/run in it. */
async function resolved(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}
