import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import type { AdminContext } from '../admin/context.ts';
import { UnansweredError } from '../questions/questions.ts';
import { bounded } from './clean.ts';
import type { Silence } from './facts.ts';

/** What came of a question. */
export interface Asked {
  readonly answer: Examination | undefined;
  readonly silence: Silence | undefined;
  /** Milliseconds that the node's clock is ahead of ours; undefined without an answer. */
  readonly offsetMs: number | undefined;
}

export const unasked: Asked = { answer: undefined, silence: 'unasked', offsetMs: undefined };

/** An agent takes less than two seconds for its answer. */
const answerMs = 2_000;
const echoMs = 2_000;

/** Has a node look at itself and a link of it, or all. */
export async function ask(
  { questions, watches, clock }: Pick<AdminContext, 'questions' | 'watches' | 'clock'>,
  node: { readonly nodeId: number; readonly name: string },
  peer: string,
  routeTo: string,
): Promise<Asked> {
  const nothing = { answer: undefined, offsetMs: undefined };
  if (!watches.isOpen(node.nodeId)) return { ...nothing, silence: 'away' };
  try {
    const { examination } = await questions.ask(node, { examine: { peer, routeTo } }, answerMs);
    if (examination === undefined || examination === null) return { ...nothing, silence: 'refused' };
    const answer = bounded(examination);
    return { answer, silence: undefined, offsetMs: answer.timeMs - clock.now() };
  } catch (error) {
    const silence = error instanceof UnansweredError ? error.silence : undefined;
    if (silence === 'old' || silence === 'late') return { ...nothing, silence };
    return { ...nothing, silence: watches.isOpen(node.nodeId) ? 'refused' : 'away' };
  }
}

/** Whether a machine answers pings in the management tunnel; undefined where they cannot be sent. */
export async function echo(run: Run, address: string): Promise<'answered' | 'silent' | undefined> {
  try {
    await run('ping', ['-6', '-n', '-q', '-c', '2', '-i', '0.4', '-W', '1', address], {
      timeoutMs: echoMs,
      env: { LC_ALL: 'C' },
    });
    return 'answered';
  } catch (error) {
    return error instanceof CommandError && error.exitCode === 1 ? 'silent' : undefined;
  }
}
