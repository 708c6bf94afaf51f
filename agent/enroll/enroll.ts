import { openAnswer } from '../../shared/enrollment/answer.ts';
import { formatJoinString, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode, nonceBytes } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollmentPending } from '../../shared/gen/towline/v1/EnrollmentPending.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { NodeKeys } from '../keys/load.ts';
import { backoffMs } from '../session/backoff.ts';
import { keptKeyHash, trustFirstKey } from './first-use.ts';
import { inTurn } from './in-turn.ts';
import { makeRequest, sendRequest } from './request.ts';
import { type Enrollment, enrollmentOf, loadEnrollment, saveEnrollment } from './store.ts';

export interface EnrollOptions {
  readonly join: string;
  /** Whether to take the key that the controller shows where the join string pins none. */
  readonly trustOnFirstUse: boolean;
  readonly hostName: string;
  readonly keys: NodeKeys;
  readonly facts: NodeFacts;
  /** Where enrollment.json is kept. */
  readonly file: string;
  /** Where the controller's key is kept that was trusted at first use. */
  readonly pinFile: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Tells a person something. */
  readonly say: (text: string) => void;
}

/**
 * Asks to join until the controller, or an admin, has decided. Throws `denied`, `untrusted`, `unauthenticated` for a
 * token that is not good; a controller that is away is waited for.
 */
export async function enroll(options: EnrollOptions): Promise<Enrollment> {
  const { keys, file, say } = options;
  const join = parseJoinString(options.join);
  const known = join.keyHash ?? (await keptKeyHash(options.pinFile));
  const existing = await loadEnrollment(file);
  if (existing !== undefined) return sameController(existing, known, file);
  if (known === undefined) requireTrust(options.trustOnFirstUse);

  let said = '';
  const sayOnce = (text: string) => {
    if (text !== said) say(text);
    said = text;
  };
  const patient = <T>(work: () => Promise<T>) =>
    patiently(options, join.keyHash === undefined, sayOnce, work);
  const atAny = inTurn(join.endpoints);
  const keyHash =
    known ?? (await patient(() => trustFirstKey(atAny, options.pinFile, keys.identity.publicKey, say)));
  const request = makeRequest(keys, options.hostName, options.facts, keyHash, join.token);

  for (;;) {
    const response: EnrollResponse = await patient(() =>
      atAny((endpoint) => sendRequest(endpoint, keyHash, request, options.signal)),
    );
    if (response.accepted) {
      const answer = openAnswer(keys.sealing.privateKey, request, keyHash, response.accepted);
      // Without the token: what it was for is done.
      const kept = formatJoinString({ endpoints: join.endpoints, keyHash });
      const enrollment = enrollmentOf(kept, answer);
      await saveEnrollment(file, enrollment);
      return enrollment;
    }
    if (response.denied) {
      const reason = response.denied.reason === '' ? '' : `: ${printable(response.denied.reason)}`;
      throw new TowlineError('denied', `an admin has refused this router${reason}`);
    }
    const nonce = nonceOf(response.pending);
    const code = enrollmentCode(request, keyHash, nonce);
    const why =
      join.token === undefined
        ? ''
        : "its token did not let this router in, 'towline pending' on the controller says why; ";
    sayOnce(
      `${why}this router asks to join with code ${code}; compare it in 'towline pending' on the controller, then run 'towline approve ${code}' there`,
    );
    const retryAfterS = Math.min(Math.max(response.pending?.retryAfterS ?? 5, 1), 60);
    await options.clock.sleep(retryAfterS * 1000, options.signal);
  }
}

/** Does something until the controller is there. What it says to people cannot steer their terminal. */
async function patiently<T>(
  { clock, signal, pinFile }: EnrollOptions,
  isFirstUse: boolean,
  sayOnce: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TowlineError)) throw error;
      const anew =
        error.code === 'untrusted' && isFirstUse ? `, or remove ${pinFile} if it was made anew` : '';
      const message = `${printable(error.message)}${anew}`;
      if (error.code !== 'unavailable') throw new TowlineError(error.code, message, { cause: error });
      sayOnce(`waiting for the controller: ${message}`);
      await clock.sleep(backoffMs(attempt, Math.random()), signal);
    }
  }
}

/** A join string pins no key: whoever answers is trusted only where a person said so. */
function requireTrust(trustOnFirstUse: boolean): void {
  if (trustOnFirstUse) return;
  throw new TowlineError(
    'untrusted',
    "this join string does not pin the controller's key: use the one that 'towline status' prints there, or trust whoever answers with --trust-on-first-use",
  );
}

/** The code is made here, of what the controller put in: a code that came from there would prove nothing. */
function nonceOf(pending: EnrollmentPending | null | undefined): Buffer {
  const nonce = pending?.controllerNonce;
  if (nonce?.length === nonceBytes) return nonce;
  throw new TowlineError(
    'failed',
    'the controller answers in another way than this agent knows: upgrade the older one',
  );
}

/** A controller is known by its key, wherever it is reached. */
function sameController(existing: Enrollment, keyHash: Buffer | undefined, file: string): Enrollment {
  if (keyHash !== undefined && existing.join.includes(`#${keyHash.toString('hex')}`)) return existing;
  throw new TowlineError(
    'conflict',
    `this router is enrolled already, as node ${existing.nodeName}: remove ${file} to enroll it again`,
  );
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 1_000);
}
