import { enrollmentCode, verifyRequest } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Store } from '../store/store.ts';
import { type RateLimit, sourceOf } from './rate-limit.ts';

export interface EnrollmentContext {
  readonly store: Store;
  /** Hash of the server's key, which the request's signature covers. */
  readonly keyHash: Buffer;
  readonly mayAsk: RateLimit;
  readonly clock: Clock;
  readonly log: Log;
}

const maxPending = 1_000;
/** More routers than are installed at one place at once; one source must not take all places. */
const maxPendingPerSource = 10;
/** What one customer may have of IPv6 (RFC 6177): its routers count together. */
const customerPrefixGroups = 3;
/** A router asks every few seconds: one that was silent this long has gone. */
const forgottenAfterMs = 3_600_000;
/** Short enough that a person who approves sees it happen. */
const retryAfterS = 2;

/**
 * Answers a router that asks to join, in the same way however often it asks. Throws `unavailable` for too many
 * requests, `invalid`, `unauthenticated` for a wrong signature, `conflict` for an identity with other keys.
 */
export function enroll(context: EnrollmentContext, request: EnrollRequest, address: string): EnrollResponse {
  const { store, mayAsk, keyHash, clock, log } = context;
  if (!mayAsk(address)) {
    throw new TowlineError('unavailable', 'too many requests from this address: wait a minute');
  }
  requireReadable(request);
  if (!verifyRequest(request, keyHash)) {
    throw new TowlineError('unauthenticated', 'the signature of the request is wrong');
  }
  const known = store.enrollments.find(request.identityPublicKey);
  if (known !== undefined && known.state !== 'pending') return settled(known, request);

  const now = clock.now();
  const code = enrollmentCode(request, keyHash);
  if (known?.code === code) {
    store.enrollments.seen(known.identityKey, address, factsOf(request), now);
  } else {
    if (known === undefined) requireRoom(store, address, now);
    store.enrollments.putPending(
      { ...keysOf(request), code, hostName: request.hostName, address, facts: factsOf(request) },
      now,
    );
    // A stranger may repeat its request under other names: that makes no lines in an ordinary log.
    const level = known === undefined ? 'info' : 'debug';
    log[level]({ code, host_name: request.hostName, address }, 'a router asks to join');
  }
  return { pending: { code, retryAfterS } };
}

function settled(known: Enrollment, request: EnrollRequest): EnrollResponse {
  if (known.state === 'denied') return { denied: { reason: known.reason } };
  const same =
    known.managementKey.equals(request.managementPublicKey) &&
    known.linkKey.equals(request.linkPublicKey) &&
    known.sealingKey.equals(request.sealingPublicKey);
  if (!same || known.answer === undefined) {
    throw new TowlineError(
      'conflict',
      'this identity is enrolled with other keys: remove the keys of the router so that it makes new ones, and have it approved in place of the old node',
    );
  }
  return { accepted: known.answer };
}

function requireRoom({ enrollments }: Store, address: string, now: number): void {
  enrollments.dropPendingSeenBefore(now - forgottenAfterMs);
  const waiting = enrollments.pendingAddresses();
  const source = sourceOf(address, customerPrefixGroups);
  const own = waiting.filter((other) => sourceOf(other, customerPrefixGroups) === source).length;
  if (waiting.length < maxPending && own < maxPendingPerSource) return;
  const where = own < maxPendingPerSource ? '' : ' at this address';
  throw new TowlineError(
    'unavailable',
    `too many routers wait for approval${where}: an admin has to approve or deny some`,
  );
}

function requireReadable(request: EnrollRequest): void {
  const keys = [
    request.identityPublicKey,
    request.managementPublicKey,
    request.linkPublicKey,
    request.sealingPublicKey,
  ];
  if (keys.some((key) => key.length !== 32)) throw new TowlineError('invalid', 'a public key has 32 bytes');
  // It is printed on the admin's terminal: no control characters, nothing that moves a cursor.
  if (!/^[A-Za-z0-9._-]{1,253}$/.test(request.hostName)) {
    throw new TowlineError(
      'invalid',
      'a host name has letters, digits, ".", "-" and "_", at most 253 of them',
    );
  }
}

function keysOf(request: EnrollRequest) {
  return {
    identityKey: request.identityPublicKey,
    managementKey: request.managementPublicKey,
    linkKey: request.linkPublicKey,
    sealingKey: request.sealingPublicKey,
  };
}

function factsOf({ facts }: EnrollRequest): NodeFacts {
  const clean = (text = '') => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return {
    agentVersion: clean(facts?.agentVersion),
    kernel: clean(facts?.kernel),
    architecture: clean(facts?.architecture),
    hardware: clean(facts?.hardware),
    birdVersion: clean(facts?.birdVersion),
  };
}
