import type { Command } from 'commander';
import { systemClock } from '../../shared/os/clock.ts';
import {
  type ControllerConfig,
  defaultConfigPath,
  defaultSocketPath,
  loadConfig,
  readConfig,
} from '../config/load.ts';
import { type AdminClient, connectAdmin } from './client.ts';
import type { Io } from './io.ts';
import { createProgressLine, noProgress, type ProgressLine } from './progress.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly config?: string;
  readonly socket?: string;
  readonly json?: boolean;
  readonly yaml?: boolean;
}

/** One command being run. */
export interface Session {
  readonly io: Io;
  /** Path of controller.toml. */
  readonly configPath: string;
  /** What --socket says. */
  readonly socketOption: string | undefined;
  /** Whether documents are printed, with --json or --yaml, and not text. */
  readonly json: boolean;
  /** Where a long call says how far it is; shows nothing where documents are printed. */
  readonly progress: ProgressLine;
  /** Works on a connection to the daemon and closes it. Throws TowlineError. */
  withDaemon<T>(work: (daemon: AdminClient) => Promise<T>): Promise<T>;
  /** controller.toml. Throws `notFound`, `invalid`. */
  loadConfig(): ControllerConfig;
  /** Prints one JSON document, or what `text` makes. */
  print(document: unknown, text: () => string): void;
}

/** The session of a command, from its options and the environment. */
export function sessionOf(command: Command, io: Io): Session {
  const options = command.optsWithGlobals<CommonOptions>();
  const configPath = options.config ?? io.env.TOWLINE_CONTROLLER_CONFIG ?? defaultConfigPath;
  const json = options.json === true || options.yaml === true;
  // A file that somebody named has to be there; without the default one the default socket may answer.
  const isNamed = (options.config ?? io.env.TOWLINE_CONTROLLER_CONFIG) !== undefined;
  const configuredSocket = () =>
    isNamed ? loadConfig(configPath).socket : (readConfig(configPath)?.socket ?? defaultSocketPath);
  const socketPath = () => options.socket ?? io.env.TOWLINE_SOCKET ?? configuredSocket();
  const progress = json ? noProgress : createProgressLine(io, systemClock);
  return {
    io,
    configPath,
    progress,
    socketOption: options.socket,
    json,
    async withDaemon(work) {
      const daemon = connectAdmin(socketPath(), io.env.SUDO_USER);
      try {
        return await work(withProgress(daemon, progress));
      } finally {
        progress.end();
        daemon.close();
      }
    },
    loadConfig: () => loadConfig(configPath),
    print(document, text) {
      io.out(json ? `${JSON.stringify(document)}\n` : ended(text()));
    },
  };
}

/** A connection whose calls say that they wait, once they take long. */
function withProgress(daemon: AdminClient, progress: ProgressLine): AdminClient {
  const step = 'waiting for the controller';
  return {
    ...daemon,
    async call(method, request) {
      progress.begin(step);
      try {
        return await daemon.call(method, request);
      } finally {
        progress.end();
      }
    },
    async *stream(method, request) {
      progress.begin(step);
      try {
        yield* daemon.stream(method, request);
      } finally {
        progress.end();
      }
    },
  };
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
