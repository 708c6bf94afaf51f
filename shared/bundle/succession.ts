import { signBytes, verifyBytes } from '../crypto/ed25519.ts';
import { TowlineError } from '../errors.ts';
import type { Retirement } from '../gen/towline/v1/Retirement.ts';
import type { SignedRetirement } from '../gen/towline/v1/SignedRetirement.ts';
import type { SignedSuccession } from '../gen/towline/v1/SignedSuccession.ts';
import type { Succession } from '../gen/towline/v1/Succession.ts';
import { retirementCodec, successionCodec } from '../rpc/codec.ts';

const successionContext = 'towline signing succession v1\n';
const retirementContext = 'towline signing retirement v1\n';

/** The word of one signing key for the next. */
export function signSuccession(privateKey: Uint8Array, succession: Succession): SignedSuccession {
  const bytes = successionCodec.encode(succession);
  return { succession: bytes, signature: signBytes(privateKey, successionContext, bytes) };
}

/**
 * The succession, once its signature is that of the key before. Throws `untrusted`; `invalid` for bytes that are none.
 *
 * @param publicKey of the key before
 */
export function openSuccession(publicKey: Uint8Array, signed: SignedSuccession): Succession {
  if (!verifyBytes(publicKey, successionContext, signed.succession, signed.signature)) {
    throw new TowlineError('untrusted', 'a change of the signing key is not signed by the key before it');
  }
  const succession = successionCodec.decode(signed.succession);
  if (succession.publicKey.length === 32) return succession;
  throw new TowlineError('untrusted', 'a change of the signing key names no key of 32 bytes');
}

/** The word of a signing key that those before it are no longer good. */
export function signRetirement(privateKey: Uint8Array, retirement: Retirement): SignedRetirement {
  const bytes = retirementCodec.encode(retirement);
  return { retirement: bytes, signature: signBytes(privateKey, retirementContext, bytes) };
}

/** What a retirement says it is about, not verified: to find the key that must have signed it. Throws `invalid`. */
export function peekRetirement({ retirement }: SignedRetirement): Retirement {
  return retirementCodec.decode(retirement);
}

/** Whether a retirement is signed by this key. */
export function isRetirementOf(publicKey: Uint8Array, signed: SignedRetirement): boolean {
  return verifyBytes(publicKey, retirementContext, signed.retirement, signed.signature);
}
