import { signBytes, verifyBytes } from '../crypto/ed25519.ts';

/** Metadata keys of an authenticated call; see AgentService in proto/towline/v1/agent.proto. */
export const challengeKey = 'towline-challenge-bin';
export const signatureKey = 'towline-signature-bin';
/** Metadata key of the answer to such a call: the challenge of the next. */
export const nextChallengeKey = 'towline-next-challenge-bin';

const context = 'towline call v1\n';

/** One call of a node, as far as its signature goes. */
export interface SignedCall {
  readonly networkId: string;
  readonly nodeId: number;
  /** Full method name, for example `/towline.v1.AgentService/Watch`. */
  readonly method: string;
  readonly challenge: Uint8Array;
}

function bytesOf(call: SignedCall): Buffer {
  return Buffer.concat([Buffer.from(`${call.networkId}\n${call.nodeId}\n${call.method}\n`), call.challenge]);
}

export function signCall(identityPrivateKey: Uint8Array, call: SignedCall): Buffer {
  return signBytes(identityPrivateKey, context, bytesOf(call));
}

export function verifyCall(identityPublicKey: Uint8Array, call: SignedCall, signature: Uint8Array): boolean {
  return verifyBytes(identityPublicKey, context, bytesOf(call), signature);
}
