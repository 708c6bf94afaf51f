import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders that a machine has of its own, so that this computer's are hidden in it. */
const covered = ['/run', '/tmp', '/var/tmp', '/var/lib', '/var/log', '/etc'];

/**
 * Folders that must be seen in every machine although they lie below a covered one: Towline's own (a checkout
 * in /tmp, say), the caller's, and the running Node's. Shortest first, none inside another.
 */
export function visibleFolders(): string[] {
  const wanted = [projectFolder(), process.cwd(), dirname(dirname(realpathSync(process.execPath)))];
  const hidden = wanted
    .map((folder) => realpathSync(folder))
    .filter((folder) => covered.some((cover) => folder.startsWith(`${cover}/`)))
    .sort((a, b) => a.length - b.length);
  return hidden.filter(
    (folder, index) => !hidden.slice(0, index).some((other) => `${folder}/`.startsWith(`${other}/`)),
  );
}

/** The folder with package.json above this file, in the sources as in the build. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
