import type { RetireSigningKeysRequest } from '../../shared/gen/towline/v1/RetireSigningKeysRequest.ts';
import type { RetireSigningKeysResponse } from '../../shared/gen/towline/v1/RetireSigningKeysResponse.ts';
import type { AdminContext } from './context.ts';
import { getSigningKeys } from './get-signing-keys.ts';
import { tellSigningKeys } from './tell-signing-keys.ts';

/** Has nodes refuse what earlier keys sign. Throws `conflict` if there are none. */
export function retireSigningKeys(
  context: AdminContext,
  _request: RetireSigningKeysRequest,
): Promise<RetireSigningKeysResponse> {
  return context.queue(async () => {
    const { signing } = context.releases.keys;
    await signing.retire(() =>
      context.audit.note({ action: 'signing-key.retired', subject: signing.generation() - 1 }),
    );
    tellSigningKeys(context);
    return { signing: getSigningKeys(context) };
  });
}
