import { signingPublicKey } from '../../shared/crypto/ed25519.ts';
import { verifyToken } from '../../shared/enrollment/token.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { TokenProof } from '../../shared/gen/towline/v1/TokenProof.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Queue } from '../serve/queue.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Store } from '../store/store.ts';
import { type Token, tokenState } from '../store/tokens.ts';
import { refused } from './refused.ts';

export interface TokenContext {
  readonly store: Store;
  readonly keyHash: Buffer;
  /** What lets routers in goes through it. */
  readonly queue: Queue;
  /** Makes a waiting router a node, and uses the token up with it, both or neither. Throws TowlineError. */
  readonly letIn: (router: Enrollment, token: Token) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** An admin may put right meanwhile what kept the token from working. */
const againAfterMs = 30_000;

/** The key of nobody, so that a token that is not known takes as long as one that is. */
const nobody = signingPublicKey(Buffer.alloc(32, 1));

/**
 * Lets a router in by the token that it has; where that fails for a reason that an admin can see to, the router waits
 * and the token is not used up. Throws `unauthenticated` for a token that is not good, and what `wait` throws.
 *
 * @param wait notes the router as one that waits, or finds it
 */
export async function enterByToken(
  context: TokenContext,
  request: EnrollRequest,
  proof: TokenProof,
  wait: () => Enrollment,
): Promise<void> {
  const { store, clock } = context;
  // Outside of the queue first: a stranger never waits in it, and nobody waits for a stranger.
  const id = requireProven(context, request, proof);
  await context.queue(async () => {
    const known = store.enrollments.find(request.identityPublicKey);
    if (known !== undefined && known.state !== 'pending') return;
    const token = openToken(store, id, clock.now());
    if (token === undefined) {
      if (waitsFor(known, id)) return;
      throw refused();
    }
    const router = wait();
    // Also where the clock was set back: it may have been far ahead when it was tried.
    if (waitsFor(router, id) && Math.abs(clock.now() - router.tokenTried) < againAfterMs) return;
    await tryToken(context, router, token);
  });
}

async function tryToken(
  { store, letIn, clock, log }: TokenContext,
  router: Enrollment,
  token: Token,
): Promise<void> {
  const { identityKey, code, hostName: host_name } = router;
  try {
    await letIn(router, token);
  } catch (error) {
    const isOurs = !(error instanceof TowlineError);
    if (isOurs) log.error({ err: error, code }, 'a token did not let a router in, by a fault of ours');
    const reason = isOurs ? 'see the log of the controller' : firstLine(messageOf(error));
    store.enrollments.noteToken(identityKey, token.id, reason, clock.now());
    if (router.note !== reason)
      log.info({ code, host_name, token: token.id, reason }, 'a token did not let a router in: it waits');
  }
}

/** The id of the token, if the proof holds and it is open, or the router waits with it already. Throws `unauthenticated`. */
function requireProven({ store, keyHash, clock }: TokenContext, request: EnrollRequest, proof: TokenProof) {
  const id = proof.id.toString('hex');
  const token = store.tokens.find(id);
  const isProven = verifyToken(token?.publicKey ?? nobody, proof, request, keyHash);
  if (token === undefined || !isProven) throw refused();
  const isOpen = openToken(store, id, clock.now()) !== undefined;
  if (isOpen || waitsFor(store.enrollments.find(request.identityPublicKey), id)) return id;
  throw refused();
}

function openToken({ tokens }: Store, id: string, now: number): Token | undefined {
  const token = tokens.find(id);
  return token !== undefined && tokenState(token, now) === 'open' ? token : undefined;
}

function waitsFor(known: Enrollment | undefined, token: string): boolean {
  return known?.state === 'pending' && known.token === token;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
