import { delimiter } from 'node:path';

const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** Folders that programs are looked for in: the caller's, then those of a system, which users often lack. */
export function programFolders(): string[] {
  const own = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...new Set([...own, ...systemFolders])];
}

/** Environment of everything in the lab: nothing of the caller's but its search path. */
export function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: programFolders().join(delimiter), HOME: '/var/lib/root', LC_ALL: 'C', ...extra };
}
