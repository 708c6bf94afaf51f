import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Run } from '../../shared/os/run.ts';
import { checkBirdFile } from './check.ts';
import { type BirdDetails, parseBfdDetails, parseDaemon, parseDetails } from './details.ts';
import { birdNote } from './note.ts';
import { type ProtocolState, parseBfdDetection, parseBfdSessions, parseProtocols } from './protocols.ts';
import { replyText } from './reply.ts';
import type { BirdSocket } from './socket.ts';
import { type BirdState, probeBird, unreachable } from './state.ts';

/** What the agent needs of BIRD. */
export interface Bird {
  state(): Promise<BirdState>;
  isRunning(): Promise<boolean>;
  /** What another hand did to BIRD since we configured it, in words; undefined if nothing is known of any. */
  otherHand(): Promise<string | undefined>;
  /**
   * Throws `failed` for one that is there and does not answer: before anything is changed, since it could not be told,
   * and could not be told to go back. One that does not run can be started.
   */
  requireAnswer(): Promise<void>;
  /** Checks a configuration file with `bird -p`. Throws CommandError with file, line and cause. */
  check(file: string): Promise<void>;
  /**
   * Makes BIRD take the agent's configuration without a restart, or starts it if it does not run; never a second one.
   * Throws `failed`.
   *
   * @param path the file to take where it cannot be put in the agent's own place
   * @param content name of what the files say; a BIRD that runs this since we gave it is left alone
   */
  configure(signal: AbortSignal, path?: string, content?: string): Promise<void>;
  /** Makes a running BIRD take another file; does nothing if it does not run. Throws `failed`. */
  configureFrom(file: string): Promise<void>;
  protocols(): Promise<ProtocolState[]>;
  /** Everything that BIRD says of itself, its protocols and its BFD sessions. Throws where it does not answer. */
  details(): Promise<BirdDetails>;
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
  /** Stands before running that command: another one may have to, for want of rights. */
  readonly launchAs?: (own: () => Promise<void>) => Promise<void>;
  /** So long BIRD may say nothing before it is not configured, in ms; 10 s by default: it may be busy with routes. */
  readonly patienceMs?: number;
  /** Remembers, on a tmpfs, which configuration BIRD has from us; without it BIRD is told each time. */
  readonly noteFile?: string;
}

// doc/reply_codes of BIRD 2: what `configure` may say when it took the file.
const reconfigured = 3;
const underWay = new Set([4, 5]);
/** Nobody waits longer for a status. */
const statusPatienceMs = 4000;
const startTimeoutMs = 10_000;
const reconfigureTimeoutMs = 30_000;

export function createBird(options: BirdOptions): Bird {
  const {
    run,
    clock,
    socket,
    socketPath,
    file,
    program,
    start,
    noteFile,
    patienceMs = 10_000,
    launchAs = (own) => own(),
  } = options;
  let isStarting = false;
  const note = noteFile === undefined ? undefined : birdNote(noteFile, socketPath);
  const status = () => socket('show status');
  const probe = (ms = patienceMs) => probeBird(socket, socketPath, ms);
  const state = async () => (isStarting ? 'restarting' : probe(Math.min(statusPatienceMs, patienceMs)));
  const isRunning = async () => (await probe()) === 'running';

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
    const { lines } = await status();
    return !lines.some(({ text }) => /reconfiguration/i.test(text) && /progress/i.test(text));
  }

  /** Waits for one that is on its way down or up. */
  async function settledState(signal?: AbortSignal): Promise<BirdState> {
    const deadline = clock.monotonic() + startTimeoutMs;
    for (;;) {
      const now = await probe();
      if (now !== 'restarting' || clock.monotonic() > deadline) return now;
      await clock.sleep(100, signal);
    }
  }

  async function startDaemon(signal: AbortSignal): Promise<void> {
    const [command = program, ...args] = start;
    isStarting = true;
    try {
      // Below /run only root may: then whoever starts BIRD makes it.
      await mkdir(dirname(socketPath), { recursive: true }).catch(() => undefined);
      await launchAs(
        async () => void (await run(command, args, { timeoutMs: startTimeoutMs, detached: true })),
      );
      const deadline = clock.monotonic() + startTimeoutMs;
      while (!(await isRunning())) {
        if (clock.monotonic() > deadline)
          throw new TowlineError(
            'failed',
            `BIRD does not answer at ${socketPath} after '${start.join(' ')}'`,
          );
        await clock.sleep(20, signal);
      }
    } finally {
      isStarting = false;
    }
  }

  return {
    state,
    isRunning: async () => !isStarting && (await isRunning()),
    otherHand: async () => note?.otherHand(await status()),
    requireAnswer: async () => {
      const now = await probe();
      if (now === 'silent' || now === 'foreign') throw unreachable(now, socketPath);
    },
    check: (path) => checkBirdFile(run, program, path),
    configure: async (signal, path = file, content) => {
      const now = await settledState(signal);
      if (now !== 'running' && now !== 'absent') throw unreachable(now, socketPath);
      if (now === 'running' && content !== undefined && (await note?.holds(path, content, await status())))
        return;
      await note?.forget();
      if (now === 'absent') await startDaemon(signal);
      // One that was just started may have read a configuration of the distribution's.
      await reconfigure(path, signal);
      if (content !== undefined) await note?.remember(path, content, await status());
    },
    configureFrom: async (path) => {
      const now = await settledState();
      if (now === 'absent') return;
      if (now !== 'running') throw unreachable(now, socketPath);
      await note?.forget();
      await reconfigure(path);
    },
    bfdDetection: async () => parseBfdDetection(await socket('show bfd sessions')),
    async details() {
      const daemon = parseDaemon(await status());
      const protocols = parseDetails(await socket('show protocols all'));
      // Without a BFD protocol BIRD has no such thing as sessions.
      const bfd = protocols.some(({ type }) => type === 'BFD')
        ? parseBfdDetails(await socket('show bfd sessions'))
        : [];
      return { daemon, protocols, bfd };
    },
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
