import type { FinishTunnelMoveRequest } from '../../shared/gen/towline/v1/FinishTunnelMoveRequest.ts';
import type { FinishTunnelMoveResponse } from '../../shared/gen/towline/v1/FinishTunnelMoveResponse.ts';
import type { AdminContext } from './context.ts';
import { getTunnel } from './get-tunnel.ts';

/** Ends a move of the management tunnel. Throws `conflict` if none is under way, or nodes would be left behind. */
export function finishTunnelMove(
  context: AdminContext,
  { force }: FinishTunnelMoveRequest,
): Promise<FinishTunnelMoveResponse> {
  return context.queue(async () => {
    const leftBehind = await context.managementTunnel.moves.finish(force);
    return { leftBehind, tunnel: getTunnel(context) };
  });
}
