import type { AnswerRequest } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { AnswerResponse } from '../../shared/gen/towline/v1/AnswerResponse.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Takes a node's answer to a question. Throws `unauthenticated`. */
export function answer(
  { guard, questions }: AgentContext,
  request: AnswerRequest,
  call: IncomingCall,
): AnswerResponse {
  questions.answered(guard.authenticate(call).nodeId, request);
  return {};
}
