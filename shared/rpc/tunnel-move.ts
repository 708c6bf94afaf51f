import { type Signers, signBytes, verifyByAny } from '../crypto/ed25519.ts';
import { TowlineError } from '../errors.ts';
import type { SignedTunnelMove } from '../gen/towline/v1/SignedTunnelMove.ts';
import type { TunnelMove } from '../gen/towline/v1/TunnelMove.ts';
import { tunnelMoveCodec } from './codec.ts';

const context = 'towline tunnel move v1\n';

/** More endpoints than that are refused on both sides. */
export const mostTunnelEndpoints = 8;

export function signTunnelMove(signingPrivateKey: Uint8Array, move: TunnelMove): SignedTunnelMove {
  const bytes = tunnelMoveCodec.encode(move);
  return { move: bytes, signature: signBytes(signingPrivateKey, context, bytes) };
}

/** The move, once its signature is the controller's. Throws `untrusted`; `invalid` for bytes that are no move. */
export function openTunnelMove(signers: Signers, signed: SignedTunnelMove): TunnelMove {
  if (!verifyByAny(signers, context, signed.move, signed.signature)) {
    throw new TowlineError('untrusted', 'the move of the tunnel is not signed by the controller');
  }
  return tunnelMoveCodec.decode(signed.move);
}
