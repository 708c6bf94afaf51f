import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Run } from '../../shared/os/run.ts';
import { type ProtocolState, parseBfdDetection, parseBfdSessions, parseProtocols } from './protocols.ts';
import { replyText } from './reply.ts';
import type { BirdSocket } from './socket.ts';

/** What the agent needs of BIRD. */
export interface Bird {
  isRunning(): Promise<boolean>;
  /** Checks a configuration file with `bird -p`. Throws CommandError with file, line and cause. */
  check(file: string): Promise<void>;
  /**
   * Makes BIRD take the agent's configuration without a restart, or starts it if it does not run. Throws `failed`.
   *
   * @param path the file to take where it cannot be put in the agent's own place
   */
  configure(signal: AbortSignal, path?: string): Promise<void>;
  /** Makes a running BIRD take another file; does nothing if it does not run. Throws `failed`. */
  configureFrom(file: string): Promise<void>;
  protocols(): Promise<ProtocolState[]>;
  /** State of the BFD session of each interface. */
  bfdSessions(): Promise<Map<string, string>>;
  /** Time in milliseconds after which BFD finds each interface's session broken; of sessions that are up. */
  bfdDetection(): Promise<Map<string, number>>;
}

export interface BirdOptions {
  readonly run: Run;
  readonly clock: Clock;
  readonly socket: BirdSocket;
  readonly socketPath: string;
  /** The configuration that BIRD has to run. */
  readonly file: string;
  /** Program that checks a configuration. */
  readonly program: string;
  /** Command that starts BIRD as a daemon. */
  readonly start: readonly string[];
}

// doc/reply_codes of BIRD 2: what `configure` may say when it took the file.
const reconfigured = 3;
const underWay = new Set([4, 5]);
const startTimeoutMs = 10_000;
const reconfigureTimeoutMs = 30_000;

export function createBird({ run, clock, socket, socketPath, file, program, start }: BirdOptions): Bird {
  async function isRunning(): Promise<boolean> {
    try {
      await socket('show status');
      return true;
    } catch {
      return false;
    }
  }

  // Always with the file's name: a BIRD of the distribution's would load its own otherwise, and say yes to it.
  async function reconfigure(path: string, signal?: AbortSignal): Promise<void> {
    if (/["\n\\]/.test(path))
      throw new TowlineError('invalid', `${JSON.stringify(path)} cannot be given to BIRD`);
    const reply = await socket(`configure "${path}"`);
    if (reply.code === reconfigured) return;
    if (!underWay.has(reply.code)) {
      throw new TowlineError('failed', `BIRD does not take the configuration: ${replyText(reply)}`);
    }
    const deadline = clock.monotonic() + reconfigureTimeoutMs;
    while (!(await hasSettled())) {
      if (clock.monotonic() > deadline) {
        throw new TowlineError(
          'failed',
          `BIRD is still at its reconfiguration after ${reconfigureTimeoutMs / 1000} s`,
        );
      }
      await clock.sleep(50, signal);
    }
  }

  async function hasSettled(): Promise<boolean> {
    const status = await socket('show status');
    return !status.lines.some(({ text }) => /reconfiguration/i.test(text) && /progress/i.test(text));
  }

  return {
    isRunning,
    check: async (path) => {
      await run(program, ['-p', '-c', path], { timeoutMs: 30_000, withErrorOutput: true });
    },
    configure: async (signal, path = file) => {
      if (await isRunning()) return reconfigure(path, signal);
      const [command = program, ...args] = start;
      await mkdir(dirname(socketPath), { recursive: true });
      await run(command, args, { timeoutMs: startTimeoutMs, detached: true });
      const deadline = clock.monotonic() + startTimeoutMs;
      while (!(await isRunning())) {
        if (clock.monotonic() > deadline) {
          throw new TowlineError(
            'failed',
            `BIRD does not answer at ${socketPath} after '${start.join(' ')}'`,
          );
        }
        await clock.sleep(20, signal);
      }
      if (path !== file) await reconfigure(path, signal);
    },
    configureFrom: async (path) => {
      if (await isRunning()) await reconfigure(path);
    },
    bfdDetection: async () => parseBfdDetection(await socket('show bfd sessions')),
    protocols: async () => parseProtocols(await socket('show protocols all')),
    bfdSessions: async () => {
      try {
        return parseBfdSessions(await socket('show bfd sessions'));
      } catch (error) {
        throw new TowlineError('failed', `BFD sessions: ${messageOf(error)}`, { cause: error });
      }
    },
  };
}
