import type { Metadata } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import { challengeKey, nextChallengeKey, signatureKey, verifyCall } from '../../shared/rpc/call-signature.ts';
import { addTrailer } from '../serve/trailers.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Roster } from '../tunnel/roster.ts';
import { addressOf } from '../tunnel/source-address.ts';
import type { Challenges } from './challenges.ts';

/** What the guard looks at of a call. */
export interface IncomingCall {
  readonly metadata: Metadata;
  getPeer(): string;
  getPath(): string;
}

/** Who may call what. Each throws `unauthenticated`. */
export interface CallGuard {
  /** The node that has the call's source address, which WireGuard ties to the node's key. */
  source(call: IncomingCall): EnrolledNode;
  /**
   * The same, once the call has also answered a challenge with the node's identity key. Its answer then brings the next
   * challenge.
   */
  authenticate(call: IncomingCall): EnrolledNode;
}

export function createCallGuard(roster: Roster, challenges: Challenges, networkId: string): CallGuard {
  const source = (call: IncomingCall) => {
    const address = addressOf(call.getPeer());
    const node = roster.at(address);
    if (node === undefined) throw refused(`${address} is the management address of no node`);
    return node;
  };
  return {
    source,
    authenticate(call) {
      const node = source(call);
      const address = addressOf(call.getPeer());
      const challenge = bytesOf(call.metadata, challengeKey);
      const signature = bytesOf(call.metadata, signatureKey);
      if (challenge === undefined || signature === undefined) {
        throw refused('the call carries no answered challenge');
      }
      if (!challenges.redeem(challenge, address))
        throw refused('the challenge is used up, too old, or not of this address');
      const signed = { networkId, nodeId: node.nodeId, method: call.getPath(), challenge };
      if (!verifyCall(node.identityKey, signed, signature)) {
        throw refused(`the challenge is not answered with the identity key of ${node.name}`);
      }
      addTrailer(call, nextChallengeKey, challenges.issue(address));
      return node;
    },
  };
}

function bytesOf(metadata: Metadata, key: string): Buffer | undefined {
  const [value] = metadata.get(key);
  return Buffer.isBuffer(value) ? value : undefined;
}

function refused(message: string): TowlineError {
  return new TowlineError('unauthenticated', message);
}
