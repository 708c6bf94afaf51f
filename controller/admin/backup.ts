import { TowlineError } from '../../shared/errors.ts';
import type { BackupRequest } from '../../shared/gen/towline/v1/BackupRequest.ts';
import type { BackupResponseInput } from '../../shared/gen/towline/v1/BackupResponse.ts';
import { sessionKey } from '../audit/sessions.ts';
import { summaryOf } from '../backup/contents.ts';
import { writeTar } from '../backup/tar.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, send } from './stream.ts';

/**
 * Sends the controller as it is at one moment. Throws `denied` for a caller who may not read the state folder either,
 * `conflict` while another one is sent, `failed`, `unavailable`.
 */
export async function backup(
  { sessions, snapshots, clock, log }: AdminContext,
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
  await snapshots.use(async ({ description, files }) => {
    await send(clock, call, { summary: summaryOf(description) });
    for await (const piece of writeTar(files, description.created_ms))
      await send(clock, call, { content: Buffer.from(piece.buffer, piece.byteOffset, piece.length) });
    log.info({ release: description.release }, 'a backup was made');
  });
}
