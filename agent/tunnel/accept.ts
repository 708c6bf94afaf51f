import { TowlineError } from '../../shared/errors.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import { mostTunnelEndpoints, openTunnelMove } from '../../shared/rpc/tunnel-move.ts';
import { parseControllerEndpoint } from './candidates.ts';
import type { TunnelPlace } from './place.ts';

/** What a move is checked against. */
export interface MoveTerms {
  /** Keys of which any may have signed. */
  readonly signers: readonly Buffer[];
  readonly networkId: string;
  /** Number of the move that this node has made. */
  readonly generation: number;
}

/**
 * The place that a move leads to; undefined for one that is not newer than this node's own, as the controller tells
 * the last one at the beginning of each session. Throws `untrusted` for a signature or network of others, `invalid`
 * for what leads nowhere. Pure.
 */
export function acceptMove(
  terms: MoveTerms,
  signed: SignedTunnelMove,
): Omit<TunnelPlace, 'interface'> | undefined {
  const { networkId, generation, controllerKey, endpoints } = openTunnelMove(terms.signers, signed);
  if (networkId !== terms.networkId) {
    throw new TowlineError('untrusted', 'the move of the tunnel is of another network');
  }
  if (generation <= terms.generation) return undefined;
  if (controllerKey.length !== 32 || controllerKey.every((byte) => byte === 0)) {
    throw new TowlineError('invalid', `move ${generation} of the tunnel names no key of 32 bytes`);
  }
  if (endpoints.length === 0 || endpoints.length > mostTunnelEndpoints) {
    throw new TowlineError(
      'invalid',
      `move ${generation} of the tunnel names ${endpoints.length} endpoints, expected 1 to ${mostTunnelEndpoints}`,
    );
  }
  const unreadable = endpoints.find((endpoint) => parseControllerEndpoint(endpoint) === undefined);
  if (unreadable !== undefined) {
    throw new TowlineError(
      'invalid',
      `move ${generation} of the tunnel: ${JSON.stringify(unreadable.slice(0, 100))} is no endpoint`,
    );
  }
  return { generation, controllerKey: controllerKey.toString('base64'), endpoints };
}
