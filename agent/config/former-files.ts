import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';

/** Files of the state folder that earlier versions wrote: hints are in memory only since, so that none outlives its time. */
const formerFiles = ['hints.json'];

/** Takes away what earlier versions left. What cannot be taken away does no harm. */
export async function removeFormerFiles(stateDir: string, log: Pick<Log, 'warn'>): Promise<void> {
  for (const name of formerFiles) {
    const path = join(stateDir, name);
    await rm(path, { force: true }).catch((error: unknown) =>
      log.warn({ path, error: messageOf(error) }, 'a file of an earlier version stays'),
    );
  }
}
