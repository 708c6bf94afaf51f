import { TowlineError } from '../../shared/errors.ts';
import type { ConfirmRequest } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import { signConfirmation } from '../../shared/rpc/confirmation.ts';
import type { WriteBudget } from '../store/budget.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';
import { requireStillEnrolled } from './still-enrolled.ts';

/**
 * Signs that a node reached the controller with the bundle it names. Throws `invalid`, `conflict`, `unavailable` for a
 * node that changes its mind more often than it can have applied a bundle.
 */
export async function confirm(
  { guard, store, pairs, signing, heard, clock }: AgentContext,
  budget: WriteBudget,
  request: ConfirmRequest,
  call: IncomingCall,
): Promise<ConfirmResponse> {
  const node = guard.authenticate(call);
  const { release, bundleDigest, nonce } = request;
  if (nonce.length !== 32) throw new TowlineError('invalid', 'the nonce of a confirmation has 32 bytes');
  const content = store.bundles.find(node.nodeId, release)?.content;
  if (content === undefined || !content.digest.equals(bundleDigest)) {
    throw new TowlineError('conflict', `release ${release} has no bundle with this digest for ${node.name}`);
  }
  const now = clock.now();
  if (store.desired.confirmed(node.nodeId) !== release) {
    if (!budget.take(node.nodeId, now))
      throw new TowlineError('unavailable', `${node.name} confirms one release after another: wait a minute`);
    await store.together(() => {
      requireStillEnrolled(store, node);
      store.desired.confirm(node.nodeId, release, now);
    });
    pairs.confirmed(node.nodeId);
    heard(node.nodeId);
  }
  const { networkId } = store.network.get();
  const confirmation = { networkId, nodeId: node.nodeId, release, nonce, timeMs: now };
  return { ...signConfirmation(signing.current().privateKey, confirmation), signingChain: signing.chain() };
}
