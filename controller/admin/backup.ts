import { TowlineError } from '../../shared/errors.ts';
import type { BackupRequest } from '../../shared/gen/towline/v1/BackupRequest.ts';
import type { BackupResponseInput } from '../../shared/gen/towline/v1/BackupResponse.ts';
import { sessionKey } from '../audit/sessions.ts';
import { summaryOf } from '../backup/contents.ts';
import { takeSnapshot } from '../backup/snapshot.ts';
import { writeTar } from '../backup/tar.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, send } from './stream.ts';

/** Backups under way, by state folder: each takes room on the disk for the database once more. */
const underWay = new Set<string>();

/**
 * Sends the controller as it is at one moment. Throws `denied` for a caller who may not read the state folder either,
 * `conflict` while another one is sent, `failed`, `unavailable`.
 */
export async function backup(
  { sessions, backupSource, queue, clock, log }: AdminContext,
  call: AdminCall<BackupRequest, BackupResponseInput>,
): Promise<void> {
  const own = process.geteuid?.() ?? 0;
  const uid = sessions.find(String(call.metadata.get(sessionKey)[0] ?? ''))?.actor.uid;
  if (uid !== 0 && uid !== own) {
    throw new TowlineError(
      'denied',
      `a backup holds every key of the controller: make it as root, or as the user with number ${own}`,
    );
  }
  const source = backupSource();
  const { database } = source.paths;
  if (underWay.has(database))
    throw new TowlineError('conflict', 'a backup is being made already: wait for its end');
  underWay.add(database);
  try {
    const snapshot = await takeSnapshot(source, queue, clock.now());
    try {
      await send(clock, call, { summary: summaryOf(snapshot.description) });
      for await (const piece of writeTar(snapshot.files, snapshot.description.created_ms))
        await send(clock, call, { content: Buffer.from(piece.buffer, piece.byteOffset, piece.length) });
    } finally {
      await snapshot.drop();
    }
    log.info({ release: snapshot.description.release }, 'a backup was made');
  } finally {
    underWay.delete(database);
  }
}
