import type { GetTunnelResponse } from '../../shared/gen/towline/v1/GetTunnelResponse.ts';
import type { TunnelNodeState } from '../../shared/gen/towline/v1/TunnelNodeState.ts';
import type { TunnelPlace as ShownPlace } from '../../shared/gen/towline/v1/TunnelPlace.ts';
import type { TunnelPlace } from '../store/tunnel-moves.ts';
import type { NodeProgress } from '../tunnel/progress.ts';
import type { AdminContext } from './context.ts';

const states = {
  settled: 'TUNNEL_MOVE_STATE_UNSPECIFIED',
  moving: 'TUNNEL_MOVE_STATE_MOVING',
  returning: 'TUNNEL_MOVE_STATE_RETURNING',
} as const;

const nodeStates: Readonly<Record<NodeProgress['state'], TunnelNodeState>> = {
  moved: 'TUNNEL_NODE_STATE_MOVED',
  waiting: 'TUNNEL_NODE_STATE_WAITING',
  away: 'TUNNEL_NODE_STATE_AWAY',
};

/** Shows where the controller's end of the management tunnel is, and how far the nodes are. */
export function getTunnel(context: AdminContext): GetTunnelResponse {
  const { clock, managementTunnel } = context;
  const { tunnel, moves, register } = managementTunnel;
  const { target, home, beside, move, state } = moves.places();
  const show = (place: TunnelPlace): ShownPlace => ({
    generation: place.generation,
    interface: place.interface,
    port: place.port,
    publicKey: register.publicKey(place),
    endpoints: [...place.endpoints],
  });
  const other = target === home ? beside : home;
  const problem = tunnel.besideProblem();
  return {
    place: show(target),
    beside: other === undefined ? null : show(other),
    state: states[state],
    ...(move === undefined ? {} : { ageS: seconds(clock.now() - move.begun) }),
    nodes: moves.progress().map((node) => ({
      nodeName: node.node.name,
      state: nodeStates[node.state],
      generation: node.generation,
      ...(node.heardAgoMs === undefined ? {} : { heardAgeS: seconds(node.heardAgoMs) }),
      reason: node.reason,
    })),
    warnings: [
      ...(problem === undefined ? [] : [`one end of the tunnel is not as it should be: ${problem}`]),
      ...managementTunnel.contradictions(),
    ],
  };
}

function seconds(ms: number): number {
  return Math.floor(Math.max(0, ms) / 1000);
}
