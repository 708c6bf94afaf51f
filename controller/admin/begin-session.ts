import type { BeginSessionResponse } from '../../shared/gen/towline/v1/BeginSessionResponse.ts';
import type { AdminContext } from './context.ts';

/** Names what the caller has to make to prove who it is. */
export function beginSession({ sessions }: AdminContext): BeginSessionResponse {
  return { ...sessions.begin() };
}
