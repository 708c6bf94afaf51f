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

/**
 * Why a question was not answered: the node is `away`; its agent is too `old`; it is `late`; it has `refused`, which also
 * stands for an answer that no agent gives; it is `busy` with other questions; the controller is `stopping`.
 */
export type Silence = 'away' | 'old' | 'late' | 'refused' | 'busy' | 'stopping';

const codes = {
  away: 'unavailable',
  old: 'unavailable',
  late: 'unavailable',
  refused: 'denied',
  busy: 'conflict',
  stopping: 'unavailable',
} as const;

/** A question that was not answered. */
export class UnansweredError extends TowlineError {
  readonly silence: Silence;

  constructor(silence: Silence, message: string) {
    super(codes[silence], message);
    this.silence = silence;
  }
}

/** Questions to nodes that are in contact, and their answers. Nothing of it outlives the program. */
export interface Questions {
  /**
   * What a node answers. Throws an UnansweredError: `unavailable` if it is not in contact, does not answer questions, or not in time;
   * `conflict` if too many wait for it already; `denied` with its reason if it refuses, or if it says more than an
   * agent does.
   *
   * @param timeoutMs 10 s by default
   */
  ask(node: Asked, subject: Subject, timeoutMs?: number): Promise<AnswerRequest>;
  /** Takes an answer; one that nobody waits for any more is dropped. */
  answered(nodeId: number, answer: AnswerRequest): void;
}

/** Questions that may wait for one node. */
const perNode = 8;
const defaultTimeoutMs = 10_000;
const stoppingText = 'the controller is stopping';

export function createQuestions({
  watches,
  clock,
  stopping,
}: {
  readonly watches: Pick<Watches, 'ask' | 'withdraw'>;
  readonly clock: Clock;
  /** Ends all questions. */
  readonly stopping: AbortSignal;
}): Questions {
  const waiting = new Map<number, { readonly nodeId: number; take(answer: AnswerRequest): void }>();
  // An answer to a question of before a restart is to no question of now.
  let last = clock.now() * 1000;

  return {
    async ask({ nodeId, name }, subject, timeoutMs = defaultTimeoutMs) {
      if (stopping.aborted) throw new UnansweredError('stopping', stoppingText);
      const before = [...waiting.values()].filter((one) => one.nodeId === nodeId).length;
      if (before >= perNode)
        throw new UnansweredError(
          'busy',
          `${name} has ${before} questions to answer already, try again later`,
        );
      const questionId = ++last;
      const { controller: over, release } = tiedTo(stopping);
      try {
        const answer = await new Promise<AnswerRequest>((resolve, reject) => {
          waiting.set(questionId, { nodeId, take: resolve });
          const unanswered = (silence: Silence, message: string) =>
            reject(new UnansweredError(silence, message));
          const asked = watches.ask(nodeId, questionOf(questionId, subject));
          if (asked === 'away') return unanswered('away', `${name} is not in contact with the controller`);
          if (asked === 'cannot')
            return unanswered(
              'old',
              `the agent of ${name} is of a version that answers no questions: upgrade it`,
            );
          const late = () => `${name} did not answer within ${timeoutMs / 1000} s`;
          clock.sleep(timeoutMs, over.signal).then(
            () => unanswered('late', late()),
            () => unanswered('stopping', stoppingText),
          );
        });
        if (sizeOf(answer) > mostAnswerBytes)
          throw new UnansweredError(
            'refused',
            `${name} answered with more than ${mostAnswerBytes / 1024} KiB`,
          );
        if (answer.refusal) throw new UnansweredError('refused', `${name}: ${answer.refusal}`);
        return answer;
      } finally {
        waiting.delete(questionId);
        // A node that comes back slowly would be asked for what nobody wants to know any more.
        watches.withdraw(nodeId, questionId);
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
