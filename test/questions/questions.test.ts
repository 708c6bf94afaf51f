import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createQuestions as createAnswering, type Handlers } from '../../agent/questions/questions.ts';
import { createWatches } from '../../controller/agents/watches.ts';
import { createQuestions } from '../../controller/questions/questions.ts';
import type { AnswerRequest } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { mostAnswerBytes } from '../../shared/rpc/answer-size.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';

const berlin = { nodeId: 1, name: 'berlin' };
const subject = { bird: { command: 'show status' } };
const never = new AbortController().signal;
/** Time that does not pass, or is over at once. */
const still: Clock = { ...systemClock, sleep: (_ms, signal) => systemClock.sleep(2 ** 30, signal) };
const rushed: Clock = { ...systemClock, sleep: (_ms, signal) => systemClock.sleep(0, signal) };

function answerOf(question: Question | null | undefined, fields: Partial<AnswerRequest>): AnswerRequest {
  return { questionId: question?.questionId ?? 0, isCut: false, ...fields } as AnswerRequest;
}

describe('a question to a node', () => {
  it('goes by its latest watch, and its answer comes back', async () => {
    const watches = createWatches();
    const questions = createQuestions({ watches, clock: still, stopping: never });
    const stale = watches.open(1, { canAnswer: true });
    const watcher = watches.open(1, { canAnswer: true });
    const asked = questions.ask(berlin, subject);
    const { question } = (await watcher.next()) ?? {};
    assert.deepEqual(question?.bird, subject.bird);
    questions.answered(1, answerOf(question, { text: 'BIRD 2.0.12' }));
    assert.equal((await asked).text, 'BIRD 2.0.12');
    stale.close();
    assert.equal(await stale.next(), undefined);
  });

  it('is not taken as answered by another node, nor by an answer to another question', async () => {
    const watches = createWatches();
    const questions = createQuestions({ watches, clock: still, stopping: never });
    const watcher = watches.open(1, { canAnswer: true });
    const asked = questions.ask(berlin, subject);
    const { question } = (await watcher.next()) ?? {};
    questions.answered(2, answerOf(question, { text: 'forged' }));
    questions.answered(1, answerOf(null, { text: 'of another' }));
    questions.answered(1, answerOf(question, { text: 'right' }));
    questions.answered(1, answerOf(question, { text: 'too late' }));
    assert.equal((await asked).text, 'right');
  });

  it('has an answer that no agent would give refused, not read', async () => {
    const watches = createWatches();
    const questions = createQuestions({ watches, clock: still, stopping: never });
    const watcher = watches.open(1, { canAnswer: true });
    for (const field of ['text', 'refusal']) {
      for (const [length, outcome] of [
        [mostAnswerBytes, field === 'text' ? 'taken' : /^berlin: x+$/],
        [mostAnswerBytes + 1, /^berlin answered with more than 768 KiB$/],
      ] as const) {
        const asked = questions.ask(berlin, subject);
        const { question } = (await watcher.next()) ?? {};
        questions.answered(1, answerOf(question, { [field]: 'x'.repeat(length) }));
        if (outcome === 'taken') assert.equal((await asked).text?.length, length);
        else await assert.rejects(asked, { code: 'denied', message: outcome });
      }
    }
  });

  it('fails with words where the node is away, too old, refuses, or is late', async () => {
    const watches = createWatches();
    const questions = createQuestions({ watches, clock: still, stopping: never });
    const ask = () => questions.ask(berlin, subject);
    await assert.rejects(ask(), { code: 'unavailable', message: /^berlin is not in contact/ });
    watches.open(1);
    await assert.rejects(ask(), { code: 'unavailable', message: /^the agent of berlin .* upgrade it$/ });
    const watcher = watches.open(1, { canAnswer: true });
    const refused = ask();
    const { question } = (await watcher.next()) ?? {};
    questions.answered(1, answerOf(question, { refusal: 'BIRD does not run' }));
    await assert.rejects(refused, { code: 'denied', message: 'berlin: BIRD does not run' });
    const late = createQuestions({ watches, clock: rushed, stopping: never });
    await assert.rejects(late.ask(berlin, subject, 3000), {
      code: 'unavailable',
      message: 'berlin did not answer within 3 s',
    });
  });

  it('ends with the controller, and leaves room for others: eight may wait', async () => {
    const watches = createWatches();
    const stopping = new AbortController();
    const questions = createQuestions({ watches, clock: still, stopping: stopping.signal });
    const watcher = watches.open(1, { canAnswer: true });
    const asked = Array.from({ length: 8 }, () => questions.ask(berlin, subject));
    await assert.rejects(questions.ask(berlin, subject), { code: 'conflict', silence: 'busy' });
    const { question } = (await watcher.next()) ?? {};
    questions.answered(1, answerOf(question, { text: 'x' }));
    assert.equal((await asked.shift())?.text, 'x');
    asked.push(questions.ask(berlin, subject));
    stopping.abort();
    for (const one of [...asked, questions.ask(berlin, subject)])
      await assert.rejects(one, { code: 'unavailable', message: 'the controller is stopping' });
  });

  it('is not put to a node that reads it when nobody waits any more', async () => {
    const watches = createWatches();
    const watcher = watches.open(1, { canAnswer: true });
    const late = createQuestions({ watches, clock: rushed, stopping: never });
    await assert.rejects(late.ask(berlin, subject), { silence: 'late' });
    const questions = createQuestions({ watches, clock: still, stopping: never });
    const asked = questions.ask(berlin, { bird: { command: 'show protocols' } });
    const { question } = (await watcher.next()) ?? {};
    assert.equal(question?.bird?.command, 'show protocols');
    questions.answered(1, answerOf(question, { text: 'x' }));
    await asked;
  });
});

describe('an agent that is asked', () => {
  const question = (fields: Partial<Question>) => ({ questionId: 7, ...fields }) as Question;
  async function answersOf(handlers: Handlers, questions: readonly Question[], clock = still) {
    const controller = new FakeController();
    const answering = createAnswering({ handlers, clock, log: silentLog });
    await Promise.all(questions.map((one) => answering.asked(one, controller.open(), never)));
    return controller.answers;
  }

  it('answers what it has a handler for, and refuses the rest', async () => {
    const handlers: Handlers = { bird: async ({ command }) => ({ text: `said ${command}` }) };
    assert.deepEqual(await answersOf(handlers, [question(subject)]), [
      { questionId: 7, text: 'said show status' },
    ]);
    const [unknown] = await answersOf(handlers, [question({})]);
    assert.match(unknown?.refusal ?? '', /does not know what is asked: upgrade it/);
  });

  it('says why it cannot, looks at four at once, and waits for nothing for ever', async () => {
    const failing: Handlers = { bird: () => Promise.reject(new Error('BIRD does not run')) };
    assert.equal((await answersOf(failing, [question(subject)]))[0]?.refusal, 'BIRD does not run');
    const aborted: boolean[] = [];
    const hanging: Handlers = {
      bird: (_subject, signal) => {
        signal.addEventListener('abort', () => aborted.push(true));
        return new Promise(() => undefined);
      },
    };
    const answers = await answersOf(hanging, Array(6).fill(question(subject)), rushed);
    const reasons = answers.map(({ refusal }) => refusal);
    assert.equal(reasons.filter((reason) => reason?.startsWith('busy')).length, 2);
    assert.equal(reasons.filter((reason) => reason === 'no answer within 8 s').length, 4);
    assert.equal(aborted.length, 4);
  });

  it('cuts what is longer than the controller takes, between characters', async () => {
    for (const pad of ['', 'x', 'xx']) {
      const handlers: Handlers = { bird: async () => ({ text: pad + '€'.repeat(mostAnswerBytes) }) };
      const [answer] = await answersOf(handlers, [question(subject)]);
      assert.equal(answer?.isCut, true);
      const text = answer?.text ?? '';
      assert.ok(Buffer.byteLength(text) <= mostAnswerBytes);
      assert.match(text, /^x{0,2}€+$/);
    }
  });
});
