import { readFile } from 'node:fs/promises';
import type { Run } from '../../shared/os/run.ts';

/**
 * Name of a Unix user: from /etc/passwd, else from wherever the machine has its users (getent(1)); `uid-1000` for one
 * without a name. Never fails.
 */
export async function userNameOf(run: Run, uid: number): Promise<string> {
  const local = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const found = nameIn(local, uid);
  if (found !== undefined) return found;
  const answer = await run('getent', ['passwd', String(uid)], { timeoutMs: 2_000 }).catch(() => '');
  return nameIn(answer, uid) ?? `uid-${uid}`;
}

/** The name in lines of passwd(5). */
function nameIn(lines: string, uid: number): string | undefined {
  for (const line of lines.split('\n')) {
    const [name = '', , number] = line.split(':');
    if (number === String(uid) && /^[^\s\p{C}]{1,64}$/u.test(name)) return name;
  }
  return undefined;
}
