import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { TowlineError } from '../../shared/errors.ts';
import { readSysctl } from './kernel.ts';

const sysctl = 'fs.inotify.max_user_instances';

/** Inotify instances of this user: how many it may have, and how many its processes hold open now. */
export interface InotifyBudget {
  readonly limit: number;
  readonly used: number;
}

export function readInotifyBudget(): InotifyBudget {
  const uid = process.getuid?.();
  let used = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (statSync(`/proc/${entry}`).uid !== uid) continue;
      for (const fd of readdirSync(`/proc/${entry}/fd`)) {
        if (readlinkSync(`/proc/${entry}/fd/${fd}`) === 'anon_inode:inotify') used++;
      }
    } catch {
      // ended, or is not ours to look into
    }
  }
  return { limit: Number(readSysctl(sysctl) ?? Number.POSITIVE_INFINITY), used };
}

/**
 * Throws `failed` unless so many more wireguard-go processes can start: each takes one inotify instance, and one
 * that gets none exits with 0 all the same.
 */
export function requireInotify(
  interfaces: number,
  { limit, used }: InotifyBudget = readInotifyBudget(),
): void {
  if (used + interfaces <= limit) return;
  const wanted = 2 ** Math.ceil(Math.log2(used + interfaces + 64));
  const need = `${interfaces} interfaces of wireguard-go need as many inotify instances, and ${used} of ${limit} are taken`;
  throw new TowlineError('failed', `${need}: run 'sudo sysctl -w ${sysctl}=${wanted}'`);
}
