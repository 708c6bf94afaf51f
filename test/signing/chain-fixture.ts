import { signRetirement, signSuccession } from '../../shared/bundle/succession.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';

export const networkId = 'a'.repeat(32);
/** The signing keys of one controller, oldest first. */
export const keys = Array.from({ length: 6 }, generateSigningKeyPair);

export const pairOf = (generation: number) => keys[generation] ?? generateSigningKeyPair();
export const publicOf = (generation: number) => pairOf(generation).publicKey;

/** The step to a key, as the controller makes it, but for what is said. */
export function stepTo(
  generation: number,
  changes: { signer?: Buffer; network?: string; publicKey?: Buffer; said?: number } = {},
) {
  const { signer = pairOf(generation - 1).privateKey, network = networkId } = changes;
  const { publicKey = publicOf(generation), said = generation } = changes;
  return signSuccession(signer, { networkId: network, generation: said, publicKey });
}

/** The word of a key that those before it are no longer good. */
export function retirementBy(
  generation: number,
  changes: { signer?: Buffer; network?: string; said?: number } = {},
) {
  const { signer = pairOf(generation).privateKey, network = networkId, said = generation } = changes;
  return signRetirement(signer, { networkId: network, generation: said });
}

/** The chain that a controller tells whose key was changed so often. */
export function chainTo(generation: number, isRetired = false): SigningChain {
  const successions = Array.from({ length: generation }, (_, index) => stepTo(index + 1));
  return { successions, retirement: isRetired ? retirementBy(generation) : null };
}
