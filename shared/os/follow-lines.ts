import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program (no shell) and hands on each line that it prints, until it ends or the signal is aborted, which ends
 * it. Resolves to how it ended; never rejects.
 */
export type FollowLines = (
  command: string,
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
) => Promise<string>;

/** Longer lines are passed over: nothing that we follow prints them. */
const mostLineLength = 8_192;

export const followLines: FollowLines = async (command, args, onLine, signal) => {
  if (signal.aborted) return 'was called off';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const end = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  let [rest, isTooLong] = ['', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!isTooLong && line.length <= mostLineLength) onLine(line);
      isTooLong = false;
    }
    if (rest.length > mostLineLength) [rest, isTooLong] = ['', true];
  });
  try {
    const [exitCode, killedBy] = (await once(child, 'close')) as [number | null, string | null];
    return exitCode === null ? `ended by ${killedBy}` : `exit code ${exitCode}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not found' : String(error);
  } finally {
    signal.removeEventListener('abort', end);
  }
};
