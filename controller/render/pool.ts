import { availableParallelism } from 'node:os';
import { TowlineError } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Problem } from '../inventory/problems.ts';
import { isAnswerTo } from './answers.ts';
import { batchesOf } from './batches.ts';
import { confinement } from './confine.ts';
import { NeverAsked, type RenderProcess, type Request, startRenderProcess } from './process.ts';
import type { FromChild, RenderedNode, Renderer, RenderJob } from './renderer.ts';
import type { TemplateTree } from './templates.ts';

export interface PoolOptions {
  readonly log: Log;
  /** Folders and files that are none of the templates' business. */
  readonly hidden?: readonly string[];
  /** Processes at most; by default one a core, two at most: the controller itself works beside them. */
  readonly processes?: number;
  /** Time in ms for one batch. */
  readonly timeoutMs?: number;
  /** Time in ms after which processes without work are ended. */
  readonly idleMs?: number;
}

/** A renderer, and what its processes have used. */
export interface RenderPool extends Renderer {
  /** Numbers of the processes that run. */
  pids(): number[];
}

/** Renders in confined processes, which are started when there is work. */
export function createRenderPool({
  log,
  hidden = [],
  processes = Math.min(2, availableParallelism()),
  timeoutMs = 60_000,
  idleMs = 120_000,
}: PoolOptions): RenderPool {
  let running: RenderProcess[] = [];
  let idle: NodeJS.Timeout | undefined;
  let isTold = false;
  let isClosed = false;
  const checked = new WeakMap<TemplateTree, readonly Problem[]>();

  const drop = (process: RenderProcess) => {
    running = running.filter((other) => other !== process);
  };
  const end = async () => {
    const ending = running;
    running = [];
    await Promise.all(ending.map((process) => process.kill()));
  };
  const endWhenIdle = () => {
    clearTimeout(idle);
    if (running.some(({ outstanding }) => outstanding > 0)) return;
    idle = setTimeout(() => void end(), idleMs).unref();
  };
  const start = () => {
    const { lacks } = confinement(hidden);
    if (lacks !== undefined && !isTold) log.warn({ lacks }, 'templates are rendered with less isolation');
    isTold = true;
    const process: RenderProcess = startRenderProcess(timeoutMs, () => drop(process), hidden);
    running.push(process);
    return process;
  };
  const leastBusy = () => {
    const [least] = running.toSorted((a, b) => a.outstanding - b.outstanding);
    return least === undefined || (least.outstanding > 0 && running.length < processes) ? start() : least;
  };
  const askOf = async (process: RenderProcess, templates: TemplateTree, request: Request) => {
    try {
      const answer = await process.ask(templates, request);
      return isAnswerTo(request, answer) ? answer : confused(answer);
    } catch (error) {
      // Whatever it was, the next request gets a new process.
      drop(process);
      await process.kill();
      throw error;
    }
  };
  const ask = async (templates: TemplateTree, request: Request) => {
    clearTimeout(idle);
    try {
      return await askOf(leastBusy(), templates, request);
    } catch (error) {
      if (isClosed || !(error instanceof NeverAsked)) throw error;
      return await askOf(start(), templates, request);
    } finally {
      endWhenIdle();
    }
  };

  return {
    warm() {
      if (running.length > 0) return;
      start();
      endWhenIdle();
    },

    async check(templates) {
      const known = checked.get(templates);
      if (known !== undefined) return known;
      const answer = await ask(templates, { kind: 'check' });
      if (answer.kind !== 'checked') return confused(answer);
      checked.set(templates, answer.problems);
      return answer.problems;
    },

    async *render(templates, jobs) {
      const batches = batchesOf(jobs);
      const under: Promise<readonly RenderedNode[]>[] = [];
      try {
        for (;;) {
          while (under.length < 2 * processes) {
            const batch = batches.next();
            if (batch.done) break;
            const asked = renderBatch(ask(templates, { kind: 'render', jobs: batch.value }), batch.value);
            // It may fail while who listens is at something else, or has stopped.
            asked.catch(() => undefined);
            under.push(asked);
          }
          const first = under.shift();
          if (first === undefined) return;
          yield* await first;
        }
      } finally {
        // Who stops listening leaves no work behind.
        await Promise.allSettled(under);
      }
    },

    pids: () => running.flatMap(({ pid }) => pid ?? []),

    async close() {
      isClosed = true;
      clearTimeout(idle);
      await end();
    },
  };
}

async function renderBatch(
  asked: Promise<FromChild>,
  jobs: readonly RenderJob[],
): Promise<readonly RenderedNode[]> {
  try {
    const answer = await asked;
    return answer.kind === 'rendered' ? answer.nodes : confused(answer);
  } catch (error) {
    if (!(error instanceof TowlineError)) throw error;
    const names = jobs.length === 1 ? jobs[0]?.node : `${jobs[0]?.node} to ${jobs.at(-1)?.node}`;
    throw new TowlineError('failed', `${error.message} (node ${names})`, { cause: error });
  }
}

function confused(answer: FromChild): never {
  throw new TowlineError(
    'failed',
    `the process that renders templates answered another question (${answer.kind})`,
  );
}
