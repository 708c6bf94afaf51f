import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';

export const defaultConfigPath = '/etc/towline/controller.toml';
export const defaultSocketPath = '/run/towline/admin.sock';

/**
 * The socket that a controller.toml names, without looking at the rest of it: for who has no time to load the schemas
 * (`loadConfig` takes half a second on a small machine). Throws if it is there and is no TOML.
 */
export function quickSocket(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return defaultSocketPath;
  }
  const { socket } = parse(text);
  return typeof socket === 'string' ? socket : defaultSocketPath;
}
