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
  const clean = (text = '') => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return {
    agentVersion: clean(facts?.agentVersion),
    kernel: clean(facts?.kernel),
    architecture: clean(facts?.architecture),
    hardware: clean(facts?.hardware),
    birdVersion: clean(facts?.birdVersion),
  };
}
