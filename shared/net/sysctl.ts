import { readFile, writeFile } from 'node:fs/promises';
import { messageOf } from '../errors.ts';

/**
 * Sets a kernel parameter, named as below /proc/sys, unless it has that value. Resolves to the change made,
 * undefined for none, or to a warning when this process may not set it (a unit that runs as root has to).
 */
export async function setSysctl(name: string, value: string): Promise<SysctlOutcome> {
  const path = `/proc/sys/${name}`;
  try {
    if ((await readFile(path, 'utf8')).trim() === value) return {};
    await writeFile(path, value);
    return { change: `${name} = ${value}` };
  } catch (error) {
    return { warning: `${name} could not be set to ${value} (${messageOf(error)})` };
  }
}

export interface SysctlOutcome {
  readonly change?: string;
  readonly warning?: string;
}

/** Value of a kernel parameter, undefined if there is none of that name. */
export async function readSysctl(name: string): Promise<string | undefined> {
  try {
    return (await readFile(`/proc/sys/${name}`, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
