import type { GetChallengeResponse } from '../../shared/gen/towline/v1/GetChallengeResponse.ts';
import { isUrgentCall } from '../../shared/rpc/retry-after.ts';
import { addressOf } from '../tunnel/source-address.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Hands out a challenge, to nodes only. Throws `unauthenticated`, and `BusyError` where others come first. */
export function getChallenge(
  { guard, challenges, watches, door }: AgentContext,
  call: IncomingCall,
): GetChallengeResponse {
  const { nodeId } = guard.source(call);
  // Who is in contact is let go on with what it does; who would be rolled back otherwise is let in.
  if (!watches.isOpen(nodeId) && !isUrgentCall(call.metadata)) door.enter(nodeId);
  return { challenge: challenges.issue(addressOf(call.getPeer())) };
}
