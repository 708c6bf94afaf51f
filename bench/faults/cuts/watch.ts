import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Lab } from '../../../lab/lab.ts';
import { environment } from '../../../lab/namespaces/environment.ts';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';

const bundle = z.object({ digest: z.string(), release: z.number() });
const journalSchema = z.object({
  phase: z.object({ state: z.string(), bundle: bundle.optional() }),
  running: bundle.optional(),
  lastApply: z.object({ release: z.number(), outcome: z.string(), reason: z.string() }).optional(),
});
const lineSchema = z.object({ at: z.number(), isReachable: z.boolean(), journal: z.string() });

/** What a router's own eyes see. */
export interface Seen {
  /** Unix time in milliseconds. */
  readonly at: number;
  /** Whether the controller answered the latest new connection. */
  readonly isReachable: boolean;
  readonly journal: z.output<typeof journalSchema> | undefined;
}

const program = join(projectFolder(), 'bench/faults/cuts/watch.mjs');

/** Watches a router from inside; ends with it, and is to be started again when it has booted. */
export class Watch {
  readonly node: string;
  readonly #lab: Lab;
  readonly #waiting = new Set<() => void>();
  #process: ChildProcess | undefined;
  #history: Seen[] = [];

  constructor(lab: Lab, node: string) {
    this.#lab = lab;
    this.node = node;
  }

  get seen(): Seen | undefined {
    return this.#history.at(-1);
  }

  /** Forgets what was seen so far but the latest. */
  forget(): void {
    this.#history = this.#history.slice(-1);
  }

  start(): void {
    this.stop();
    const [name = '', ...args] = this.#lab.enterCommand(this.node, [
      'setpriv',
      '--pdeathsig',
      'KILL',
      '--',
      process.execPath,
      program,
    ]);
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'ignore'], env: environment() });
    this.#process = child;
    child.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (this.#process !== child) return;
      this.#history.push(parse(line));
      for (const wake of [...this.#waiting]) wake();
    });
  }

  stop(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  /**
   * Resolves to the first thing seen that fits, of what was seen at `since` or later (Unix time in milliseconds) or
   * held then; to undefined at the deadline.
   */
  until(fits: (seen: Seen) => boolean, since: number, deadline: number): Promise<Seen | undefined> {
    return new Promise((resolve) => {
      const end = (seen: Seen | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(seen);
      };
      const look = () => {
        const held = this.#history.findLastIndex(({ at }) => at <= since);
        const found = this.#history.slice(Math.max(0, held)).find(fits);
        if (found !== undefined) end(found);
      };
      const timer = setTimeout(() => end(undefined), Math.max(0, deadline - Date.now()));
      this.#waiting.add(look);
      look();
    });
  }
}

function parse(line: string): Seen {
  const { at, isReachable, journal } = lineSchema.parse(JSON.parse(line));
  return { at, isReachable, journal: journal === '' ? undefined : journalSchema.parse(JSON.parse(journal)) };
}
