import { type Signers, signBytes, verifyByAny } from '../crypto/ed25519.ts';
import { TowlineError } from '../errors.ts';
import type { Confirmation } from '../gen/towline/v1/Confirmation.ts';
import type { ConfirmResponse } from '../gen/towline/v1/ConfirmResponse.ts';
import { confirmationCodec } from './codec.ts';

const context = 'towline confirmation v1\n';

export function signConfirmation(signingPrivateKey: Uint8Array, confirmation: Confirmation): ConfirmResponse {
  const bytes = confirmationCodec.encode(confirmation);
  return { confirmation: bytes, signature: signBytes(signingPrivateKey, context, bytes), signingChain: null };
}

/** What a node asks about. */
export type Question = Omit<Confirmation, 'timeMs'>;

/** Checks that the controller answered exactly what was asked; gives its clock, in milliseconds. Throws `untrusted`. */
export function checkConfirmation(
  signers: Signers,
  asked: Question,
  response: Pick<ConfirmResponse, 'confirmation' | 'signature'>,
): number {
  if (!verifyByAny(signers, context, response.confirmation, response.signature)) {
    throw new TowlineError('untrusted', 'the confirmation is not signed by the controller');
  }
  const { timeMs } = confirmationCodec.decode(response.confirmation);
  if (!confirmationCodec.encode({ ...asked, timeMs }).equals(response.confirmation)) {
    throw new TowlineError('untrusted', 'the confirmation answers another question');
  }
  return timeMs;
}
