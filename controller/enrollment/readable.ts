import { isLowOrder } from '../../shared/crypto/x25519.ts';
import { isWhole } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';

/** Throws `invalid` for a request that cannot be worked with, or shown. */
export function requireReadable(request: EnrollRequest): void {
  if (!isWhole(request)) throw new TowlineError('invalid', 'a public key and the nonce have 32 bytes each');
  // It is printed on the admin's terminal: no control characters, nothing that moves a cursor.
  if (!/^[A-Za-z0-9._-]{1,253}$/.test(request.hostName)) {
    throw new TowlineError(
      'invalid',
      'a host name has letters, digits, ".", "-" and "_", at most 253 of them',
    );
  }
}

/** Throws `invalid` for keys to which nothing can be sealed: the release of everybody would fail at one of them. */
export function requireKeys({ managementPublicKey, linkPublicKey, sealingPublicKey }: EnrollRequest): void {
  const named = { 'management tunnel': managementPublicKey, links: linkPublicKey, sealing: sealingPublicKey };
  for (const [name, key] of Object.entries(named)) {
    if (!isLowOrder(key)) continue;
    throw new TowlineError(
      'invalid',
      `the public key for ${name} is no key (its order is low): remove the keys of the router so that it makes new ones`,
    );
  }
}

export function keysOf(request: EnrollRequest) {
  return {
    identityKey: request.identityPublicKey,
    managementKey: request.managementPublicKey,
    linkKey: request.linkPublicKey,
    sealingKey: request.sealingPublicKey,
  };
}

/** What the router runs on, as it can be shown. */
export function factsOf({ facts }: EnrollRequest): NodeFacts {
  // One space at a time: with many, a text that is wrapped could look like another row of the list.
  const clean = (text = '') =>
    text
      .slice(0, 1_000)
      .replace(/[^\x20-\x7e]/g, '?')
      .replace(/ {2,}/g, ' ')
      .slice(0, 200);
  return {
    agentVersion: clean(facts?.agentVersion),
    kernel: clean(facts?.kernel),
    architecture: clean(facts?.architecture),
    hardware: clean(facts?.hardware),
    birdVersion: clean(facts?.birdVersion),
  };
}
