import { TowlineError } from '../../shared/errors.ts';
import type { ConfirmAgentRequest } from '../../shared/gen/towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponse } from '../../shared/gen/towline/v1/ConfirmAgentResponse.ts';
import { signAgentConfirmation } from '../../shared/upgrade/order.ts';
import { upgradeOf } from '../upgrades/order.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/**
 * Signs that a node reached the controller with the agent that it was told to become. Throws `invalid`, and `conflict`
 * for any other agent.
 */
export function confirmAgent(
  { guard, store, signing }: Pick<AgentContext, 'guard' | 'store' | 'signing'>,
  { number, sha256, version, nonce }: ConfirmAgentRequest,
  call: IncomingCall,
): ConfirmAgentResponse {
  const { nodeId, name } = guard.authenticate(call);
  if (nonce.length !== 32) throw new TowlineError('invalid', 'the nonce of a confirmation has 32 bytes');
  const upgrade = upgradeOf(store, nodeId);
  if (upgrade?.number !== number || !upgrade.sha256.equals(sha256))
    throw new TowlineError('conflict', `${name} has no order ${number} to become this agent`);
  if (upgrade.version !== version)
    throw new TowlineError(
      'conflict',
      `${name} says that it is agent ${JSON.stringify(version.slice(0, 64))}, and was told to become ${upgrade.version}`,
    );
  const { networkId } = store.network.get();
  const confirmation = { networkId, nodeId, number, sha256, version, nonce };
  return {
    ...signAgentConfirmation(signing.current().privateKey, confirmation),
    signingChain: signing.chain(),
  };
}
