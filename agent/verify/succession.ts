import { isRetirementOf, openSuccession, peekRetirement } from '../../shared/bundle/succession.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { SignedRetirement } from '../../shared/gen/towline/v1/SignedRetirement.ts';
import type { SignedSuccession } from '../../shared/gen/towline/v1/SignedSuccession.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import { successionCodec } from '../../shared/rpc/codec.ts';

/** The signing keys that a node trusts. */
export interface TrustedKeys {
  /** Number of the newest. */
  readonly generation: number;
  /** Public keys (32 bytes) that follow each other; the last one is the newest. Never empty. */
  readonly keys: readonly Buffer[];
  /** Nothing that arrives is accepted by a key of a lower number. */
  readonly acceptedFrom: number;
}

/**
 * Walks a chain of signing keys from the one that a node trusts, each step vouched for by the key before, however many
 * were made while the node was off; then takes out what was retired. The identical value where nothing is new. Throws
 * `untrusted` or `invalid` for a step that is not vouched for, and then nothing of the chain counts. Pure.
 *
 * What it cannot tell: a thief of the newest key that a node trusts can make a chain of his own, until the node has
 * followed the true one.
 */
export function followChain(trusted: TrustedKeys, chain: SigningChain, networkId: string): TrustedKeys {
  const followed = chain.successions.reduce((now, signed) => step(now, signed, networkId), trusted);
  return chain.retirement === null ? followed : retire(followed, chain.retirement, networkId);
}

function step(now: TrustedKeys, signed: SignedSuccession, networkId: string): TrustedKeys {
  const { generation } = successionCodec.decode(signed.succession);
  if (generation < now.generation) return now;
  if (generation === now.generation) return sameKey(now, signed);
  const opened = openSuccession(newestOf(now), signed);
  if (opened.networkId !== networkId) throw untrusted('a change of the signing key is of another network');
  if (generation !== now.generation + 1) {
    throw untrusted(
      `the signing keys ${now.generation + 1} to ${generation - 1} are left out of what the controller tells`,
    );
  }
  // Two at most: the key before the one before is none that anything is signed with any more.
  const acceptedFrom = Math.max(now.acceptedFrom, now.generation);
  return { generation, keys: [...now.keys, opened.publicKey], acceptedFrom };
}

/** Throws where the controller has another key of this number: its database and this node's disk are of two histories. */
function sameKey(now: TrustedKeys, signed: SignedSuccession): TrustedKeys {
  if (successionCodec.decode(signed.succession).publicKey.equals(newestOf(now))) return now;
  throw untrusted(
    `the controller has another signing key ${now.generation} than the one that this node trusts`,
  );
}

function retire(now: TrustedKeys, signed: SignedRetirement, networkId: string): TrustedKeys {
  const retirement = peekRetirement(signed);
  const { generation } = retirement;
  if (generation <= now.acceptedFrom) return now;
  const key = now.keys.at(generation - now.generation - 1);
  if (generation > now.generation || key === undefined || !isRetirementOf(key, signed)) {
    throw untrusted(`the end of the signing keys before ${generation} is not signed by key ${generation}`);
  }
  if (retirement.networkId !== networkId) throw untrusted('the end of signing keys is of another network');
  return { ...now, acceptedFrom: generation };
}

/** The newest key. */
export function newestOf({ keys }: TrustedKeys): Buffer {
  const key = keys.at(-1);
  if (key === undefined) throw new TowlineError('failed', 'a node trusts at least one signing key');
  return key;
}

/** The keys whose signatures count on what arrives, newest first. */
export function acceptedKeys({ generation, keys, acceptedFrom }: TrustedKeys): Buffer[] {
  return keys.slice(acceptedFrom - generation - 1).reverse();
}

function untrusted(message: string): TowlineError {
  return new TowlineError('untrusted', message);
}
