import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { didYouMean } from '../inventory/suggest.ts';
import { lineOf, parseToml } from '../inventory/toml.ts';
import { type ConfigFile, configSchema } from './schema.ts';

export { defaultConfigPath, defaultSocketPath } from './socket.ts';

/** The controller's configuration, typed, with every default filled in. */
export type ControllerConfig = ConfigFile;

const tables: Readonly<Record<string, readonly string[]>> = {
  '': ['name', 'endpoints', 'state_dir', 'network_dir', 'signing_key', 'socket', 'listen', 'wireguard'],
  listen: ['enrollment', 'agents', 'agents_port', 'http', 'wireguard_port'],
  wireguard: ['mode'],
};

/** Reads controller.toml; undefined if there is none. Throws `invalid` with one line a problem. */
export function readConfig(path: string): ControllerConfig | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TowlineError('failed', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return parseConfig(path, text);
}

/** Reads controller.toml. Throws `notFound` if there is none, `invalid` if it is broken. */
export function loadConfig(path: string): ControllerConfig {
  const config = readConfig(path);
  if (config !== undefined) return config;
  throw new TowlineError(
    'notFound',
    `${path} is not there: run 'towline init', or say where it is with --config`,
  );
}

/** The configuration with another socket, as given on the command line. Throws `invalid`. */
export function withSocket(config: ControllerConfig, socket: string): ControllerConfig {
  const result = configSchema.shape.socket.safeParse(resolve(socket));
  if (result.success) return { ...config, socket: result.data };
  throw new TowlineError('invalid', `--socket ${socket}: ${result.error.issues[0]?.message}`);
}

/** Parses the text of a controller.toml; `path` is for messages. Throws `invalid`. */
export function parseConfig(path: string, text: string): ControllerConfig {
  const parsed = parseToml(path, text);
  if ('problem' in parsed) {
    throw new TowlineError('invalid', `${path}:${parsed.problem.line ?? 1}: ${parsed.problem.text}`);
  }
  const result = configSchema.safeParse(parsed.table);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key) => {
      const full = key === undefined ? issue.path : [...issue.path, key];
      const known = tables[issue.path.map(String).join('.')] ?? [];
      const reason = key === undefined ? lowerFirst(issue.message) : `unknown key${didYouMean(key, known)}`;
      return `${path}:${lineOf(text, full) ?? 1}: ${full.map(String).join('.')}: ${reason}`;
    });
  });
  throw new TowlineError('invalid', lines.join('\n'));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
