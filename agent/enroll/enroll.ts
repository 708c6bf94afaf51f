import { openAnswer } from '../../shared/enrollment/answer.ts';
import { parseJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode } from '../../shared/enrollment/request.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { NodeKeys } from '../keys/load.ts';
import { backoffMs } from '../session/backoff.ts';
import { makeRequest, sendRequest } from './request.ts';
import { type Enrollment, enrollmentOf, loadEnrollment, saveEnrollment } from './store.ts';

export interface EnrollOptions {
  readonly join: string;
  readonly hostName: string;
  readonly keys: NodeKeys;
  readonly facts: NodeFacts;
  /** Where enrollment.json is kept. */
  readonly file: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Tells a person something, one line a call. */
  readonly say: (line: string) => void;
  /** Sends one request; by default over the network. */
  readonly send?: typeof sendRequest;
}

/** Asks to join until an admin has decided. Throws `denied` or `untrusted`; a controller that is away is waited for. */
export async function enroll(options: EnrollOptions): Promise<Enrollment> {
  const join = parseJoinString(options.join);
  const existing = await loadEnrollment(options.file);
  if (existing !== undefined) return sameNetwork(existing, options);
  const request = makeRequest(options.keys, options.hostName, options.facts, join);
  const code = enrollmentCode(request, join.keyHash);
  let said = '';
  const sayOnce = (line: string) => {
    if (line !== said) options.say(line);
    said = line;
  };

  for (let attempt = 0; ; attempt++) {
    let response: EnrollResponse;
    try {
      response = await (options.send ?? sendRequest)(join, request);
    } catch (error) {
      if (!(error instanceof TowlineError) || error.code !== 'unavailable') throw error;
      sayOnce(`waiting for the controller: ${messageOf(error)}`);
      await options.clock.sleep(backoffMs(attempt, Math.random()), options.signal);
      continue;
    }
    attempt = 0;
    if (response.accepted) {
      const answer = openAnswer(options.keys.sealing.privateKey, response.accepted);
      const enrollment = enrollmentOf(options.join.trim(), answer);
      await saveEnrollment(options.file, enrollment);
      return enrollment;
    }
    if (response.denied) {
      const reason = response.denied.reason === '' ? '' : `: ${response.denied.reason}`;
      throw new TowlineError('denied', `an admin has refused this router${reason}`);
    }
    sayOnce(
      `this router asks to join with code ${code}; compare it in 'towline pending' on the controller, then run 'towline approve ${code}' there`,
    );
    const retryAfterS = Math.min(Math.max(response.pending?.retryAfterS ?? 5, 1), 60);
    await options.clock.sleep(retryAfterS * 1000, options.signal);
  }
}

function sameNetwork(existing: Enrollment, options: EnrollOptions): Enrollment {
  if (existing.join === options.join.trim()) return existing;
  throw new TowlineError(
    'conflict',
    `this router is enrolled already, as node ${existing.nodeName}: remove ${options.file} to enroll it again`,
  );
}
