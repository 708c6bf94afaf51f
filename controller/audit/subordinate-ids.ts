import { readFile } from 'node:fs/promises';

/**
 * Users who may make files under this user id in a user namespace of theirs (subuid(5)): where there are any, the owner
 * of a file may be one of them. Never fails.
 */
export async function subordinateTo(uid: number): Promise<readonly string[]> {
  return ownersOf(await readFile('/etc/subuid', 'utf8').catch(() => ''), uid);
}

/** The same by the lines of subuid(5): names, or numbers, of users. */
export function ownersOf(lines: string, uid: number): readonly string[] {
  const owners = lines.split('\n').flatMap((line) => {
    const [, name, first, count] = /^([^\s\p{C}:]{1,64}):(\d{1,10}):(\d{1,10})\s*$/u.exec(line) ?? [];
    const from = Number(first);
    return name !== undefined && uid >= from && uid < from + Number(count) ? [name] : [];
  });
  return [...new Set(owners)].slice(0, 8);
}
