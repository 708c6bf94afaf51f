import type { GetChallengeResponse } from '../../shared/gen/towline/v1/GetChallengeResponse.ts';
import { addressOf } from '../tunnel/source-address.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Hands out a challenge, to nodes only. Throws `unauthenticated`. */
export function getChallenge({ guard, challenges }: AgentContext, call: IncomingCall): GetChallengeResponse {
  guard.source(call);
  return { challenge: challenges.issue(addressOf(call.getPeer())) };
}
