import type { OpenSessionRequest } from '../../shared/gen/towline/v1/OpenSessionRequest.ts';
import type { OpenSessionResponse } from '../../shared/gen/towline/v1/OpenSessionResponse.ts';
import type { AdminContext } from './context.ts';

/** Looks at what the caller has made. Throws `unauthenticated`. */
export async function openSession(
  { sessions }: AdminContext,
  { name, sudoUser }: OpenSessionRequest,
): Promise<OpenSessionResponse> {
  const { token, caller } = await sessions.open(name, sudoUser);
  return { token, userName: caller.actor.name, uid: caller.actor.uid };
}
