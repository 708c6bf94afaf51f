import type { Command } from 'commander';
import {
  type ControllerConfig,
  defaultConfigPath,
  defaultSocketPath,
  loadConfig,
  readConfig,
} from '../config/load.ts';
import { type AdminClient, connectAdmin } from './client.ts';
import type { Io } from './io.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly config?: string;
  readonly socket?: string;
  readonly json?: boolean;
}

/** One command being run. */
export interface Session {
  readonly io: Io;
  /** Path of controller.toml. */
  readonly configPath: string;
  /** What --socket says. */
  readonly socketOption: string | undefined;
  readonly json: boolean;
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
  const json = options.json === true;
  const socketPath = () =>
    options.socket ?? io.env.TOWLINE_SOCKET ?? readConfig(configPath)?.socket ?? defaultSocketPath;
  return {
    io,
    configPath,
    socketOption: options.socket,
    json,
    async withDaemon(work) {
      const daemon = connectAdmin(socketPath());
      try {
        return await work(daemon);
      } finally {
        daemon.close();
      }
    },
    loadConfig: () => loadConfig(configPath),
    print(document, text) {
      io.out(json ? `${JSON.stringify(document)}\n` : ended(text()));
    },
  };
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
