import type { RotateMasterKeyRequest } from '../../shared/gen/towline/v1/RotateMasterKeyRequest.ts';
import type { RotateMasterKeyResponse } from '../../shared/gen/towline/v1/RotateMasterKeyResponse.ts';
import type { AdminContext } from './context.ts';

/** Puts the secrets of the database under another master key. Throws `conflict`, `failed`. */
export function rotateMasterKey(
  { queue, masterKey, audit, log }: AdminContext,
  _request: RotateMasterKeyRequest,
): Promise<RotateMasterKeyResponse> {
  // In the queue: a release that is made meanwhile uses one key from its beginning to its end.
  return queue(async () => {
    const secrets = await masterKey.rotate(audit);
    log.info({ id: masterKey.id(), secrets }, 'the master key is another');
    return { keyId: masterKey.id(), secrets, place: masterKey.place() };
  });
}
