import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { TowlineError } from '../../shared/errors.ts';
import { scriptVariable } from './enter.ts';
import { environment } from './environment.ts';
import { namespaceOf, ProcessTree } from './process-tree.ts';

/**
 * A running `bash` that is process 1 of its own namespaces and ends when its standard input does: with this
 * process, however that ends, the kernel takes the namespaces and all that is in them away.
 */
export class Holder {
  /** Number of process 1 on this computer. */
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(child: ChildProcess, ended: Promise<void>, pid: number) {
    this.#process = child;
    this.#ended = ended;
    this.pid = pid;
  }

  /**
   * Starts a command whose last descendant is the holder (see parentCommand), which runs the script, and resolves
   * when that says `ready`. Throws `failed` with what was said when it ends before.
   */
  static async start(name: string, command: readonly string[], script: string): Promise<Holder> {
    const [program = '', ...args] = command;
    const env = environment({ [scriptVariable]: script });
    // Detached: Ctrl-C at the terminal is for the caller alone, who may have things to do before the lab ends.
    const child = spawn(program, args, { stdio: 'pipe', detached: true, env });
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
    child.stdin.on('error', () => {}); // the holder may be gone before its input is closed
    const complaints: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
    const ready = new Promise<boolean>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => line === 'ready' && resolve(true));
      void ended.then(() => resolve(false));
    });
    if (!(await ready) || child.pid === undefined) {
      const reason = complaints.join('; ') || `${program} did not start`;
      throw new TowlineError('failed', `the lab cannot make '${name}': ${reason}`);
    }
    const pid = ProcessTree.read().lastOf(child.pid);
    if (pid === child.pid || namespaceOf(pid, 'mnt') === namespaceOf('self', 'mnt')) {
      // To enter the namespaces of a wrong process would be to work on this computer itself.
      child.kill('SIGKILL');
      throw new TowlineError('failed', `the lab cannot find process 1 of '${name}': is /proc mounted here`);
    }
    return new Holder(child, ended, pid);
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Ends the namespaces at once, as a power cut does, and resolves when nothing of them runs. */
  async end(): Promise<void> {
    if (this.alive) {
      try {
        process.kill(this.pid, 'SIGKILL');
      } catch {
        // ended by itself
      }
    }
    this.#process.stdin?.destroy();
    await this.#ended;
  }
}
