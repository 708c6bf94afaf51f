import { stat } from 'node:fs/promises';
import { TowlineError } from '../errors.ts';

/**
 * Refuses to go on as another user than the owner of the state folder, root included: what another one writes there the
 * daemon could not read or write later. A folder that is not there yet is going to be this user's. Throws `denied`.
 *
 * @param command what the right user is to run, such as `towline-agent enroll`
 */
export async function requireStateOwner(stateDir: string, command: string): Promise<void> {
  const own = process.geteuid?.();
  const uid = await stat(stateDir).then(
    (status) => status.uid,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return own;
      throw error;
    },
  );
  if (own === uid) return;
  throw new TowlineError(
    'denied',
    `${stateDir} is of the user with number ${uid}: run this as that user, such as 'sudo -u "#${uid}" ${command}'`,
  );
}
