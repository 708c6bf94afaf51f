import { TowlineError } from '../../shared/errors.ts';
import type { ConfirmRequest } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import { signConfirmation } from '../../shared/rpc/confirmation.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Signs that a node reached the controller with the bundle it names. Throws `invalid`, `conflict`. */
export function confirm(
  { guard, store, pairs, signing, clock }: AgentContext,
  request: ConfirmRequest,
  call: IncomingCall,
): ConfirmResponse {
  const node = guard.authenticate(call);
  const { release, bundleDigest, nonce } = request;
  if (nonce.length !== 32) throw new TowlineError('invalid', 'the nonce of a confirmation has 32 bytes');
  const content = store.bundles.find(node.nodeId, release)?.content;
  if (content === undefined || !content.digest.equals(bundleDigest)) {
    throw new TowlineError('conflict', `release ${release} has no bundle with this digest for ${node.name}`);
  }
  const now = clock.now();
  if (store.desired.confirmed(node.nodeId) !== release) {
    store.desired.confirm(node.nodeId, release, now);
    pairs.confirmed(node.nodeId);
  }
  const { networkId } = store.network.get();
  const confirmation = { networkId, nodeId: node.nodeId, release, nonce, timeMs: now };
  return { ...signConfirmation(signing.current().privateKey, confirmation), signingChain: signing.chain() };
}
