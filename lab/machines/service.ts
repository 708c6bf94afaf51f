import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { TowlineError } from '../../shared/errors.ts';
import { environment } from '../namespaces/environment.ts';
import { ProcessTree } from '../namespaces/process-tree.ts';

export interface ServiceExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServiceOptions {
  /** Name of its log, /var/log/<name>.log on its machine; the program's own name unless said otherwise. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Appends both outputs of a program to its log and becomes that program. Arguments: log, program, its arguments. */
const logged = 'log=$1; shift; exec "$@" >>"$log" 2>&1';

/** A long-running program on a machine of the lab. */
export class Service {
  readonly machine: string;
  /** Path of its log on its machine. */
  readonly logPath: string;
  readonly exited: Promise<ServiceExit>;
  readonly #entering: ChildProcess;

  constructor(
    enter: (command: readonly string[]) => string[],
    machine: string,
    command: readonly string[],
    { name = command[0]?.split('/').at(-1) ?? 'program', env }: ServiceOptions = {},
  ) {
    this.machine = machine;
    this.logPath = `/var/log/${name}.log`;
    const [program = '', ...args] = enter(['bash', '-c', logged, 'lab', this.logPath, ...command]);
    this.#entering = spawn(program, args, { stdio: 'ignore', detached: true, env: environment(env) });
    this.exited = new Promise((resolve) => {
      this.#entering.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
      this.#entering.once('error', () => resolve({ exitCode: 127, signal: null }));
    });
  }

  get running(): boolean {
    return (
      this.#entering.pid !== undefined &&
      this.#entering.exitCode === null &&
      this.#entering.signalCode === null
    );
  }

  /** Number of the program on this computer; undefined once it has ended. */
  async pid(): Promise<number | undefined> {
    const { pid } = this.#entering;
    while (this.running && pid !== undefined) {
      const [program] = ProcessTree.read().childrenOf(pid);
      if (program !== undefined) return program;
      await delay(5); // nsenter has not forked yet
    }
    return undefined;
  }

  /** Resident memory of the program in MB (10^6 bytes); undefined once it has ended. */
  async residentMb(): Promise<number | undefined> {
    const pid = await this.pid();
    if (pid === undefined) return undefined;
    try {
      const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
      return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
    } catch {
      return undefined; // ended meanwhile
    }
  }

  /** Sends a signal to the program; nothing happens when it has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.pid();
    try {
      if (pid !== undefined) process.kill(pid, signal);
    } catch {
      // ended meanwhile
    }
  }

  /**
   * Asks the program to end (SIGTERM) and resolves when it has. Throws `failed`, after killing it, when it takes
   * longer than `graceMs` milliseconds.
   */
  async stop(graceMs = 10_000): Promise<ServiceExit> {
    await this.kill('SIGTERM');
    const timer = new AbortController();
    const late = delay(graceMs, 'late' as const, { signal: timer.signal, ref: false }).catch(
      () => 'late' as const,
    );
    const first = await Promise.race([this.exited, late]);
    timer.abort();
    if (first !== 'late') return first;
    await this.kill('SIGKILL');
    await this.exited;
    throw new TowlineError(
      'failed',
      `${this.logPath} on ${this.machine}: it did not end within ${graceMs} ms`,
    );
  }
}
