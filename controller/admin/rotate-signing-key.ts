import { isAbsolute } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import type { RotateSigningKeyRequest } from '../../shared/gen/towline/v1/RotateSigningKeyRequest.ts';
import type { RotateSigningKeyResponse } from '../../shared/gen/towline/v1/RotateSigningKeyResponse.ts';
import type { AdminContext } from './context.ts';
import { getSigningKeys } from './get-signing-keys.ts';
import { tellSigningKeys } from './tell-signing-keys.ts';

/** Has another key sign from now on, and tells the nodes. Throws `invalid`, `failed`. */
export function rotateSigningKey(
  context: AdminContext,
  { keyPath }: RotateSigningKeyRequest,
): Promise<RotateSigningKeyResponse> {
  const { queue, releases, managementTunnel, audit } = context;
  const { signing } = releases.keys;
  if (keyPath !== '' && (!isAbsolute(keyPath) || keyPath.includes('\0'))) {
    throw new TowlineError(
      'invalid',
      `${JSON.stringify(keyPath.slice(0, 300))} is no path that begins with "/"`,
    );
  }
  // In the queue: the bundles of one release are signed by one key.
  return queue(async () => {
    await signing.rotate(keyPath, () => {
      managementTunnel.renewAnswers();
      const publicKey = signing.current().publicKey.toString('base64');
      audit.note({
        action: 'signing-key.rotated',
        subject: signing.generation(),
        detail: { public_key: publicKey },
      });
    });
    tellSigningKeys(context);
    return { signing: getSigningKeys(context) };
  });
}
