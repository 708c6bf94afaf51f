import { existsSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder, writeAtomically } from '../../shared/os/write-atomically.ts';
import { loadEnrollment } from '../enroll/store.ts';

/** What was found, and done. */
export interface MachineState {
  /** Whether what the state folder holds is this machine's; unknown where the machine has no id. */
  readonly state: 'ours' | 'put-away' | 'unknown';
  /** Folder of what was put away. */
  readonly folder?: string;
}

/** Name of the file that says whose the state is. */
const ownerFile = 'machine-id';
const awayPrefix = 'of-machine-';

/**
 * Puts away what another machine left in the state folder: keys, enrollment, bundles. A copy of a router's disk boots with
 * an id of its own (machine-id(5)) where the image was made for copies; two routers with one identity would cut each other
 * off. The join string of the old enrollment is kept, so that the copy asks to join as somebody new. May be interrupted
 * anywhere and done again. As the folder's owner. Throws for a folder that cannot be written.
 */
export async function putAwayForeign(
  stateDir: string,
  machineIdFile = '/etc/machine-id',
): Promise<MachineState> {
  const id = await idIn(machineIdFile);
  if (id === undefined) return { state: 'unknown' };
  const note = () => writeAtomically(join(stateDir, ownerFile), `${id}\n`, 0o644);
  if (!existsSync(stateDir))
    throw new TowlineError(
      'failed',
      `${stateDir} is not there: the agent's package makes it, or state_dir in agent.toml names another folder`,
    );
  const before = await idIn(join(stateDir, ownerFile));
  if (before === undefined) await note();
  if (before === undefined || before === id) return { state: 'ours' };

  const away = `${awayPrefix}${before.slice(0, 12)}`;
  const folder = join(stateDir, away);
  await mkdir(folder, { mode: 0o700, recursive: true });
  // First what makes it a node: whatever is left of the rest then is nobody's.
  const names = (await readdir(stateDir)).sort((a) => (a === 'enrollment.json' ? -1 : 0));
  for (const name of names) {
    if (name === ownerFile || name === 'join' || name.startsWith(awayPrefix)) continue;
    await rename(join(stateDir, name), join(folder, name));
  }
  await syncFolder(folder);
  await askAnew(stateDir, folder);
  await note();
  return { state: 'put-away', folder };
}

/** Where nothing else says how to join, the copy asks the controller of the original. */
async function askAnew(stateDir: string, folder: string): Promise<void> {
  const path = join(stateDir, 'join');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  const enrollment = await loadEnrollment(join(folder, 'enrollment.json')).catch(() => undefined);
  if (!isThere && enrollment !== undefined) await writeAtomically(path, `${enrollment.join}\n`, 0o600);
}

async function idIn(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return /^[0-9a-f]{32}$/.exec(text.trim())?.[0];
}
