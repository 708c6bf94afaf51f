import type { SetLogLevelRequest } from '../../shared/gen/towline/v1/SetLogLevelRequest.ts';
import type { SetLogLevelResponse } from '../../shared/gen/towline/v1/SetLogLevelResponse.ts';
import { parseLogLevel } from '../../shared/os/log-level.ts';
import type { AdminContext } from './context.ts';

/** Changes what the controller logs, until it ends; without a level it only shows it. Throws `invalid`. */
export function setLogLevel(
  { logLevel }: AdminContext,
  { level, forMs }: SetLogLevelRequest,
): SetLogLevelResponse {
  const state =
    level === '' ? logLevel.state() : logLevel.set(parseLogLevel(level), forMs === 0 ? undefined : forMs);
  return { level: state.level, forMs: state.forMs ?? 0, afterwards: state.afterwards ?? '' };
}
