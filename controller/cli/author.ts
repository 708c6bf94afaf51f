import { hostname, userInfo } from 'node:os';

/** Who runs the command, as git names authors: the user who called sudo, where somebody did. */
export function defaultAuthor(env: Readonly<Record<string, string | undefined>>): string {
  const user = clean(env.SUDO_USER ?? osUser(env));
  return `${user} <${user}@${clean(hostname())}>`;
}

function osUser(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    // No entry in the user database, as in some containers.
    return env.USER ?? 'admin';
  }
}

function clean(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '') || 'unknown';
}
