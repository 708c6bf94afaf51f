import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/os/clock.ts';

/** Challenges that were handed out and not used yet. */
export interface Challenges {
  /** A new challenge (32 bytes) for one call from this address. */
  issue(address: string): Buffer;
  /** Whether the challenge was issued to this address, is fresh, and was not used; it is used up then. */
  redeem(challenge: Uint8Array, address: string): boolean;
}

const lifetimeMs = 60_000;
/** More than an agent ever has under way at once. */
const perAddress = 32;

export function createChallenges(clock: Clock): Challenges {
  // A Map keeps the order of insertion: the first of an address is its oldest.
  const issued = new Map<string, Map<string, number>>();
  return {
    issue(address) {
      const now = clock.monotonic();
      const own = issued.get(address) ?? new Map<string, number>();
      issued.set(address, own);
      for (const [challenge, expires] of own) {
        if (expires > now && own.size < perAddress) break;
        own.delete(challenge);
      }
      const challenge = randomBytes(32);
      own.set(challenge.toString('hex'), now + lifetimeMs);
      return challenge;
    },
    redeem(challenge, address) {
      const own = issued.get(address);
      const key = Buffer.from(challenge).toString('hex');
      const expires = own?.get(key);
      own?.delete(key);
      return expires !== undefined && expires > clock.monotonic();
    },
  };
}
