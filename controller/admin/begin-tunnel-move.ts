import type { BeginTunnelMoveRequest } from '../../shared/gen/towline/v1/BeginTunnelMoveRequest.ts';
import type { BeginTunnelMoveResponse } from '../../shared/gen/towline/v1/BeginTunnelMoveResponse.ts';
import type { AdminContext } from './context.ts';
import { getTunnel } from './get-tunnel.ts';

/** Begins a move of the management tunnel. Throws `conflict` while one is under way, `invalid`, `failed`. */
export function beginTunnelMove(
  context: AdminContext,
  request: BeginTunnelMoveRequest,
): Promise<BeginTunnelMoveResponse> {
  return context.queue(async () => {
    await context.managementTunnel.moves.begin(request);
    return { tunnel: getTunnel(context) };
  });
}
