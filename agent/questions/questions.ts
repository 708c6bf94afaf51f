import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { AnswerRequestInput } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { waitAtMost } from '../../shared/os/deadline.ts';
import type { Log } from '../../shared/os/log.ts';
import { mostAnswerBytes } from '../../shared/rpc/answer-size.ts';
import type { ControllerClient } from '../session/client.ts';

/** What a question asks about. */
export type SubjectName = Exclude<keyof Question, 'questionId' | 'subject'>;

/** What a handler found: one of the results of an answer. */
export type Result = Pick<AnswerRequestInput, 'text' | 'isCut' | 'examination'>;

/** Looks at what is asked for, within the signal's time. Throws TowlineError with the reason for the controller. */
export type Handlers = {
  readonly [Name in SubjectName]?: (
    subject: NonNullable<Question[Name]>,
    signal: AbortSignal,
  ) => Promise<Result>;
};

export interface QuestionsOptions {
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
}

/** Questions that are looked at side by side; the controller asks again. */
const mostAtOnce = 4;
/** The controller waits for ten. */
const patienceMs = 8_000;

/** Answers the controller's questions. A question that cannot be answered is refused with the reason. */
export function createQuestions({ handlers, clock, log }: QuestionsOptions) {
  let underWay = 0;

  async function resultOf(question: Question): Promise<Omit<AnswerRequestInput, 'questionId'>> {
    if (underWay >= mostAtOnce) return { refusal: 'busy with other questions, try again' };
    underWay++;
    try {
      const limit = { clock, ms: patienceMs, late: `no answer within ${patienceMs / 1000} s` };
      return cut(await waitAtMost(limit, (ended) => look(question, ended)));
    } catch (error) {
      return { refusal: messageOf(error) };
    } finally {
      underWay--;
    }
  }

  async function look(question: Question, signal: AbortSignal): Promise<Result> {
    for (const [name, handle] of Object.entries(handlers)) {
      const subject = question[name as SubjectName];
      if (subject)
        return await (handle as (subject: unknown, signal: AbortSignal) => Promise<Result>)(subject, signal);
    }
    throw new TowlineError('invalid', 'this agent does not know what is asked: upgrade it');
  }

  return {
    /** Looks, and tells the controller by the session that asked. */
    async asked(question: Question, client: ControllerClient, signal: AbortSignal): Promise<void> {
      const { questionId } = question;
      try {
        await client.answer({ questionId, ...(await resultOf(question)) }, signal);
      } catch (error) {
        log.debug({ error: messageOf(error) }, 'an answer did not reach the controller');
      }
    },
  };
}

/** A text as long as it may be, whole characters of it: the rest is cut. */
function cut({ text, ...rest }: Result): Omit<AnswerRequestInput, 'questionId'> {
  if (text === undefined) return rest;
  if (Buffer.byteLength(text) <= mostAnswerBytes) return { ...rest, text };
  const bytes = Buffer.from(text).subarray(0, mostAnswerBytes);
  return { ...rest, text: bytes.toString().replace(/\ufffd+$/, ''), isCut: true };
}
