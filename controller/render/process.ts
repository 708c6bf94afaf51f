import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { confinement, permissionFlag } from './confine.ts';
import { begun, type FromChild, fromChild, type ToChild } from './renderer.ts';
import type { TemplateTree } from './templates.ts';

/** What a process is asked. */
export type Request = Exclude<ToChild, { kind: 'templates' }>;

/** One process that renders; it takes one request after another. */
export interface RenderProcess {
  /** Requests that are not answered yet. */
  readonly outstanding: number;
  readonly pid: number | undefined;
  /** Throws `failed` if the process ends, takes too long, or answers something else. */
  ask(templates: TemplateTree, request: Request): Promise<FromChild>;
  kill(): Promise<void>;
}

/** The process had ended before it began with any request: another one can be asked. */
export class NeverAsked extends TowlineError {}

interface Waiting {
  /** Whether the process works at it. */
  hasBegun: boolean;
  readonly resolve: (answer: FromChild) => void;
  readonly reject: (error: TowlineError) => void;
}

const maxHeapMb = 256;

/**
 * Starts a program of Node's that has nothing but the channel to this process.
 *
 * @param text of CommonJS
 * @param hidden see `confinement`
 */
export function spawnConfined(text: string, hidden: readonly string[] = []): ChildProcess {
  const [program = process.execPath, ...args] = [
    ...confinement(hidden).prefix,
    process.execPath,
    '--no-warnings',
    `--max-old-space-size=${maxHeapMb}`,
    // Or it grows to twice the memory before V8 looks what is left of a batch.
    '--max-semi-space-size=4',
    '--heap-growing-percent=50',
    permissionFlag(),
    // It comes by standard input: it need not be able to read any file.
    '-',
  ];
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore', 'ipc'], env: {}, cwd: '/' });
  // Whoever waits for the child hears of its end.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(text);
  return child;
}

/**
 * Starts a process.
 *
 * @param timeoutMs for one request
 * @param onEnd told once, when it has ended
 * @param hidden see `confinement`
 */
export function startRenderProcess(
  timeoutMs: number,
  onEnd: () => void,
  hidden: readonly string[] = [],
): RenderProcess {
  const child = spawnConfined(programText(), hidden);
  const waiting: Waiting[] = [];
  let current: TemplateTree | undefined;
  let ended: TowlineError | undefined;
  let timer: NodeJS.Timeout | undefined;

  const exited = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      ended ??= new TowlineError('failed', `the process that renders templates ${reason}`);
      clearTimeout(timer);
      const error = waiting.some(({ hasBegun }) => hasBegun) ? ended : neverAsked(ended);
      for (const { reject } of waiting.splice(0)) reject(error);
      onEnd();
      resolve();
    };
    child.once('error', (error) => end(`cannot be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(
        `ended (${signal ?? `exit code ${code}`}): a template may need more than ${maxHeapMb} MB of memory`,
      ),
    );
  });

  const watch = () => {
    clearTimeout(timer);
    if (waiting.length === 0) return rest(child);
    timer = setTimeout(() => {
      const reason = `took longer than ${timeoutMs / 1000} s: is there an endless loop in one?`;
      ended ??= new TowlineError('failed', `rendering the templates ${reason}`);
      child.kill('SIGKILL');
    }, timeoutMs);
  };
  child.on('message', (message) => {
    if (begun.safeParse(message).success) {
      if (waiting[0] !== undefined) waiting[0].hasBegun = true;
      return;
    }
    const answer = fromChild.safeParse(message);
    const request = waiting.shift();
    if (answer.success) request?.resolve(answer.data);
    else request?.reject(new TowlineError('failed', 'the process that renders templates answered nonsense'));
    watch();
  });

  return {
    get outstanding() {
      return waiting.length;
    },
    pid: child.pid,
    ask(templates, request) {
      return new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(neverAsked(ended));
        child.ref();
        child.channel?.ref();
        waiting.push({ hasBegun: false, resolve, reject });
        if (waiting.length === 1) watch();
        const send = (message: ToChild) => child.send(message, () => undefined);
        if (current !== templates) send({ kind: 'templates', templates: [...templates] });
        current = templates;
        send(request);
      });
    },
    async kill() {
      // Else nothing keeps the event loop until it has exited, and who waits for that waits in vain.
      child.ref();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function neverAsked(ended: TowlineError): NeverAsked {
  return new NeverAsked('failed', ended.message, { cause: ended });
}

/** Lets the controller end while the process has nothing to do. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

let program: string | undefined;

/** The one file that `npm run build` makes of child.ts: beside the built controller, or in dist/ of the source. */
function programText(): string {
  const name = 'towline-renderer.cjs';
  const places = [join(import.meta.dirname, '../..', name), join(import.meta.dirname, '../../dist', name)];
  const path = places.find((place) => existsSync(place));
  if (path === undefined) throw new TowlineError('failed', `${places[0]} is missing: run 'npm run build'`);
  program ??= readFileSync(path, 'utf8');
  return program;
}
