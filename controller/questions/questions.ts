import { TowlineError } from '../../shared/errors.ts';
import type { AnswerRequest } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { tiedTo } from '../../shared/os/deadline.ts';
import { mostAnswerBytes } from '../../shared/rpc/answer-size.ts';
import type { Watches } from '../agents/watches.ts';

/** What a question is about: one of its subjects. */
export type Subject = Partial<Omit<Question, 'questionId' | 'subject'>>;

/** A node that can be asked. */
export interface Asked {
  readonly nodeId: number;
  readonly name: string;
}

/** Questions to nodes that are in contact, and their answers. Nothing of it outlives the program. */
export interface Questions {
  /**
   * What a node answers. Throws `unavailable` if it is not in contact, does not answer questions, or not in time;
   * `conflict` if too many wait for it already; `denied` with its reason if it refuses, or if it says more than an
   * agent does.
   *
   * @param timeoutMs 10 s by default
   */
  ask(node: Asked, subject: Subject, signal: AbortSignal, timeoutMs?: number): Promise<AnswerRequest>;
  /** Takes an answer; one that nobody waits for any more is dropped. */
  answered(nodeId: number, answer: AnswerRequest): void;
}

/** Questions that may wait for one node. */
const perNode = 8;
const defaultTimeoutMs = 10_000;

export function createQuestions({
  watches,
  clock,
}: {
  readonly watches: Pick<Watches, 'ask'>;
  readonly clock: Clock;
}): Questions {
  const waiting = new Map<number, { readonly nodeId: number; take(answer: AnswerRequest): void }>();
  // An answer to a question of before a restart is to no question of now.
  let last = clock.now() * 1000;

  return {
    async ask({ nodeId, name }, subject, signal, timeoutMs = defaultTimeoutMs) {
      signal.throwIfAborted();
      const before = [...waiting.values()].filter((one) => one.nodeId === nodeId).length;
      if (before >= perNode)
        throw new TowlineError(
          'conflict',
          `${name} has ${before} questions to answer already, try again later`,
        );
      const questionId = ++last;
      const { controller: over, release } = tiedTo(signal);
      try {
        const answer = await new Promise<AnswerRequest>((resolve, reject) => {
          waiting.set(questionId, { nodeId, take: resolve });
          const asked = watches.ask(nodeId, questionOf(questionId, subject));
          if (asked !== 'asked') return reject(new TowlineError('unavailable', notAsked(name, asked)));
          const late = () => `${name} did not answer within ${timeoutMs / 1000} s`;
          clock.sleep(timeoutMs, over.signal).then(
            () => reject(new TowlineError('unavailable', late())),
            () => reject(signal.reason),
          );
        });
        if (sizeOf(answer) > mostAnswerBytes)
          throw new TowlineError('denied', `${name} answered with more than ${mostAnswerBytes / 1024} KiB`);
        if (answer.refusal) throw new TowlineError('denied', `${name}: ${answer.refusal}`);
        return answer;
      } finally {
        waiting.delete(questionId);
        release();
        over.abort();
      }
    },
    answered(nodeId, answer) {
      const one = waiting.get(answer.questionId);
      if (one?.nodeId === nodeId) one.take(answer);
    },
  };
}

function questionOf(questionId: number, subject: Subject): Question {
  return { questionId, bird: null, trace: null, examine: null, ...subject };
}

function sizeOf({ text = '', refusal = '' }: AnswerRequest): number {
  return Buffer.byteLength(text) + Buffer.byteLength(refusal);
}

function notAsked(name: string, why: 'away' | 'cannot'): string {
  return why === 'away'
    ? `${name} is not in contact with the controller`
    : `the agent of ${name} is of a version that answers no questions: upgrade it`;
}
