import { availableParallelism } from 'node:os';
import { TowlineError } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Problem } from '../inventory/problems.ts';
import { confinement } from './confine.ts';
import { type RenderProcess, startRenderProcess } from './process.ts';
import type { FromChild, RenderedNode, Renderer, RenderJob, ToChild } from './renderer.ts';
import type { TemplateTree } from './templates.ts';

export interface PoolOptions {
  readonly log: Log;
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

/** Nodes and links in a batch: enough that the way to another process costs little, and no great heap of files. */
const nodesPerBatch = 32;
const linksPerBatch = 256;

/** Renders in confined processes, which are started when there is work. */
export function createRenderPool({
  log,
  processes = Math.min(2, availableParallelism()),
  timeoutMs = 60_000,
  idleMs = 120_000,
}: PoolOptions): RenderPool {
  let running: RenderProcess[] = [];
  let idle: NodeJS.Timeout | undefined;
  let isTold = false;
  const checked = new WeakMap<TemplateTree, readonly Problem[]>();

  const end = async () => {
    const ending = running;
    running = [];
    await Promise.all(ending.map((process) => process.kill()));
  };
  const start = () => {
    const { lacks } = confinement();
    if (lacks !== undefined && !isTold) log.warn({ lacks }, 'templates are rendered with less isolation');
    isTold = true;
    const process = startRenderProcess(timeoutMs);
    running.push(process);
    return process;
  };
  const ask = async (templates: TemplateTree, request: Exclude<ToChild, { kind: 'templates' }>) => {
    clearTimeout(idle);
    const [least] = running.toSorted((a, b) => a.outstanding - b.outstanding);
    const process =
      least === undefined || (least.outstanding > 0 && running.length < processes) ? start() : least;
    try {
      return await process.ask(templates, request);
    } catch (error) {
      // Whatever it was, the next request gets a new process.
      running = running.filter((other) => other !== process);
      await process.kill();
      throw error;
    } finally {
      idle = setTimeout(() => void end(), idleMs).unref();
    }
  };

  return {
    warm() {
      if (running.length === 0) start();
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
            under.push(renderBatch(ask(templates, { kind: 'render', jobs: batch.value }), batch.value));
          }
          const first = under.shift();
          if (first === undefined) return;
          yield* await first;
        }
      } finally {
        // Who stops listening, or failed, does not leave a rejection behind that nobody hears.
        await Promise.allSettled(under);
      }
    },

    pids: () => running.flatMap(({ pid }) => pid ?? []),

    async close() {
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
    if (answer.kind !== 'rendered') return confused(answer);
    const isWhole =
      answer.nodes.length === jobs.length &&
      answer.nodes.every(({ node }, index) => node === jobs[index]?.node);
    return isWhole ? answer.nodes : confused(answer);
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

function* batchesOf(jobs: Iterable<RenderJob>): Generator<RenderJob[]> {
  let batch: RenderJob[] = [];
  let links = 0;
  for (const job of jobs) {
    batch.push(job);
    links += job.context.links.length;
    if (batch.length < nodesPerBatch && links < linksPerBatch) continue;
    yield batch;
    batch = [];
    links = 0;
  }
  if (batch.length > 0) yield batch;
}
