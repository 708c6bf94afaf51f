import { type Signers, signBytes, verifyByAny } from '../crypto/ed25519.ts';
import { TowlineError } from '../errors.ts';
import type { AgentConfirmation } from '../gen/towline/v1/AgentConfirmation.ts';
import type { AgentOrder } from '../gen/towline/v1/AgentOrder.ts';
import type { ConfirmAgentResponse } from '../gen/towline/v1/ConfirmAgentResponse.ts';
import type { SignedAgentOrder } from '../gen/towline/v1/SignedAgentOrder.ts';
import { agentConfirmationCodec, agentOrderCodec } from '../rpc/codec.ts';

const orderContext = 'towline agent order v1\n';
const confirmationContext = 'towline agent confirmation v1\n';

/** Time in seconds that a node has to prove another agent. */
export const window = { leastS: 10, defaultS: 120, mostS: 900 } as const;

export function signAgentOrder(signingPrivateKey: Uint8Array, order: AgentOrder): SignedAgentOrder {
  const bytes = agentOrderCodec.encode(order);
  return { order: bytes, signature: signBytes(signingPrivateKey, orderContext, bytes) };
}

/** The order, once its signature is the controller's. Throws `untrusted`; `invalid` for bytes that are none. */
export function openAgentOrder(signers: Signers, signed: SignedAgentOrder): AgentOrder {
  if (!verifyByAny(signers, orderContext, signed.order, signed.signature))
    throw new TowlineError('untrusted', 'the order to become another agent is not signed by the controller');
  return agentOrderCodec.decode(signed.order);
}

export function signAgentConfirmation(
  signingPrivateKey: Uint8Array,
  confirmation: AgentConfirmation,
): Omit<ConfirmAgentResponse, 'signingChain'> {
  const bytes = agentConfirmationCodec.encode(confirmation);
  return { confirmation: bytes, signature: signBytes(signingPrivateKey, confirmationContext, bytes) };
}

/** Checks that the controller signed exactly this. Throws `untrusted`. */
export function checkAgentConfirmation(
  signers: Signers,
  asked: AgentConfirmation,
  { confirmation, signature }: Omit<ConfirmAgentResponse, 'signingChain'>,
): void {
  if (!verifyByAny(signers, confirmationContext, confirmation, signature))
    throw new TowlineError('untrusted', 'the confirmation of the agent is not signed by the controller');
  if (!agentConfirmationCodec.encode(asked).equals(confirmation))
    throw new TowlineError('untrusted', 'the confirmation of the agent answers another question');
}
