import type { AbortTunnelMoveRequest } from '../../shared/gen/towline/v1/AbortTunnelMoveRequest.ts';
import type { AbortTunnelMoveResponse } from '../../shared/gen/towline/v1/AbortTunnelMoveResponse.ts';
import type { AdminContext } from './context.ts';
import { getTunnel } from './get-tunnel.ts';

/** Takes a move of the management tunnel back. Throws `conflict` if none is under way. */
export function abortTunnelMove(
  context: AdminContext,
  _request: AbortTunnelMoveRequest,
): Promise<AbortTunnelMoveResponse> {
  return context.queue(async () => {
    await context.managementTunnel.moves.abort();
    return { tunnel: getTunnel(context) };
  });
}
