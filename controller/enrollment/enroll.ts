import { randomBytes } from 'node:crypto';
import { enrollmentCode, nonceBytes, verifyRequest } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Store } from '../store/store.ts';
import { type AnswerContext, answerTo } from './answer.ts';
import { enterByToken, type TokenContext } from './by-token.ts';
import { type CloneContext, hasKeysOf, refuseClone } from './clone-alarm.ts';
import { dropExpired } from './expiry.ts';
import type { RateLimit } from './rate-limit.ts';
import { factsOf, keysOf, requireKeys, requireReadable } from './readable.ts';
import { refused } from './refused.ts';
import { customerOf } from './shares.ts';

export interface EnrollmentContext extends AnswerContext, TokenContext, CloneContext {
  readonly store: Store;
  readonly mayAsk: RateLimit;
}

const maxPending = 1_000;
/** More routers than are installed at one place at once; one source must not take all places. */
const maxPendingPerSource = 10;
/** Short enough that a person who approves sees it happen. */
const retryAfterS = 2;
/** So many routers that wait ask in a second, at most. */
const asksPerSecond = 50;
/** A router that asks again is noted so often. */
const notedEveryMs = 60_000;

/**
 * Answers a router that asks to join, in the same way however often it asks. Throws `unavailable` for too many
 * requests, `invalid`, `unauthenticated` for a wrong signature or token, `conflict` for a copy of an enrolled router.
 */
export async function enroll(
  context: EnrollmentContext,
  request: EnrollRequest,
  address: string,
): Promise<EnrollResponse> {
  const { store, mayAsk, keyHash, audit } = context;
  // Nobody but a router itself and the controller knows its identity key.
  const known = store.enrollments.find(request.identityPublicKey)?.identityKey;
  if (!mayAsk(address, known)) throw new TowlineError('unavailable', 'too many requests: wait a minute');
  requireReadable(request);
  if (!verifyRequest(request, keyHash)) throw refused();
  const answer = settled(context, request, address);
  if (answer !== undefined) return answer;
  if (request.token === null) return pending(store, wait(context, request, address, false));
  try {
    await enterByToken(context, request, request.token, () => wait(context, request, address, true));
  } catch (error) {
    if (error instanceof TowlineError && error.code === 'unauthenticated') {
      const { hostName } = request;
      audit.note({
        action: 'enrollment.refused',
        subject: hostName,
        detail: { address },
        result: error.code,
        // Who has a network of IPv6 is one stranger.
        stranger: customerOf(address),
      });
    }
    throw error;
  }
  return settled(context, request, address) ?? pending(store, wait(context, request, address, true));
}

/** The answer to a router that was decided about; undefined for any other. Throws `conflict`. */
function settled(
  context: EnrollmentContext,
  request: EnrollRequest,
  address: string,
): EnrollResponse | undefined {
  const { store } = context;
  const known = store.enrollments.find(request.identityPublicKey);
  if (known === undefined || known.state === 'pending') return undefined;
  if (known.state === 'denied') return { denied: { reason: known.reason } };
  const node = store.nodes.findByAnyKey(known);
  if (node === undefined || !node.identityKey.equals(known.identityKey)) {
    // Its node is gone: it asks like any other.
    store.enrollments.remove(known.identityKey);
    return undefined;
  }
  refuseClone(context, known, node, request, address);
  return { accepted: answerTo(context, request, node) };
}

function pending({ enrollments }: Store, { nonce }: Enrollment): EnrollResponse {
  const inTurn = Math.ceil(enrollments.countPending() / asksPerSecond);
  return { pending: { controllerNonce: nonce, retryAfterS: Math.max(retryAfterS, inTurn) } };
}

/** Notes a router as one that waits. Its code stays while its keys and its name do. Throws `unavailable`. */
function wait(
  { store, keyHash, clock, log }: EnrollmentContext,
  request: EnrollRequest,
  address: string,
  hasToken: boolean,
): Enrollment {
  const { enrollments } = store;
  const { identityPublicKey, hostName } = request;
  const facts = factsOf(request);
  const now = clock.now();
  const known = enrollments.find(identityPublicKey);
  if (known !== undefined && known.hostName === hostName && hasKeysOf(known, request)) {
    const isNews = known.address !== address || JSON.stringify(known.facts) !== JSON.stringify(facts);
    if (isNews || now - known.lastSeen >= notedEveryMs) {
      enrollments.seen(identityPublicKey, address, facts, now);
    }
    return known;
  }
  if (known === undefined) requireRoom(store, address, now, hasToken);
  requireKeys(request);
  // Another nonce for other keys: with one that stayed, a code could be searched for at leisure.
  const nonce = randomBytes(nonceBytes);
  const code = enrollmentCode(request, keyHash, nonce);
  enrollments.putPending({ ...keysOf(request), nonce, code, hostName, address, facts }, now);
  // A stranger may repeat its request under other names: that makes no lines in an ordinary log.
  const level = known === undefined ? 'info' : 'debug';
  log[level]({ code, host_name: hostName, address }, 'a router asks to join');
  const waiting = enrollments.find(identityPublicKey);
  if (waiting === undefined) throw new TowlineError('failed', 'the request was not kept');
  return waiting;
}

/** Whoever has a token is no stranger: none of them takes a place of the others. */
function requireRoom(store: Store, address: string, now: number, hasToken: boolean): void {
  dropExpired(store, now);
  const waiting = store.enrollments.pendingAddresses(hasToken);
  const customer = customerOf(address);
  const own = waiting.filter((other) => customerOf(other) === customer).length;
  const isCrowd = own >= maxPendingPerSource && !hasToken;
  if (waiting.length < maxPending && !isCrowd) return;
  throw new TowlineError(
    'unavailable',
    `too many routers wait for approval${isCrowd ? ' at this address' : ''}: an admin has to approve or deny some`,
  );
}
