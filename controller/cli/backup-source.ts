import { readFileSync } from 'node:fs';
import { TowlineError } from '../../shared/errors.ts';
import type { BackupSummary } from '../../shared/gen/towline/v1/BackupSummary.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { statePaths } from '../config/paths.ts';
import { packageVersion } from '../version.ts';
import { admin } from './client.ts';
import type { Session } from './session.ts';

/** A backup as a command gets it. */
export interface BackupSource {
  readonly summary: BackupSummary;
  /** The bytes of the archive. */
  readonly archive: AsyncIterable<Uint8Array>;
}

/**
 * Works on a backup that the daemon makes; where none runs, on one of the state folder itself, which no daemon can take
 * meanwhile. Throws TowlineError.
 */
export async function withBackup<T>(
  session: Session,
  work: (source: BackupSource) => Promise<T>,
): Promise<T> {
  let isAnswered = false;
  try {
    return await session.withDaemon(async (daemon) => {
      const parts = daemon.stream(admin.Backup, {})[Symbol.asyncIterator]();
      const first = await parts.next();
      isAnswered = true;
      const summary = first.done === true ? null : first.value.summary;
      if (!summary)
        throw new TowlineError('failed', 'the controller did not say what is in the backup: look at its log');
      const archive = async function* () {
        for (let part = await parts.next(); part.done !== true; part = await parts.next())
          if (part.value.content) yield part.value.content;
      };
      return work({ summary, archive: archive() });
    });
  } catch (error) {
    if (isAnswered || !(error instanceof TowlineError) || error.code !== 'unavailable') throw error;
    return withStateFolder(session, work);
  }
}

async function withStateFolder<T>(session: Session, work: (source: BackupSource) => Promise<T>): Promise<T> {
  const config = session.loadConfig();
  await requireStateOwner(config.state_dir, 'towline backup');
  const paths = statePaths(config);
  const [{ lockState }, { takeSnapshot }, { writeTar }, { summaryOf }] = await Promise.all([
    import('../serve/lock.ts'),
    import('../backup/snapshot.ts'),
    import('../backup/tar.ts'),
    import('../backup/contents.ts'),
  ]);
  const unlock = lockState(paths.lock);
  try {
    session.io.err(`no controller runs: read from ${config.state_dir}\n`);
    const source = { paths, config: readFileSync(session.configPath, 'utf8'), version: packageVersion() };
    const { description, files, drop } = await takeSnapshot(source, (alone) => alone(), Date.now());
    try {
      return await work({
        summary: summaryOf(description),
        archive: writeTar(files, description.created_ms),
      });
    } finally {
      await drop();
    }
  } finally {
    unlock();
  }
}
