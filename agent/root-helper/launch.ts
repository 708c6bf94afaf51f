import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { NobodyError } from '../socket/ask.ts';
import { type AskHelper, lookTimeoutMs } from './hands.ts';
import type { HelperRequest } from './protocol.ts';

const startTimeoutMs = 10_000;

/** Runs a command that starts a daemon, which outlives this process. */
export async function startDaemon(run: Run, [program = '', ...args]: readonly string[]): Promise<void> {
  await run(program, args, { timeoutMs: startTimeoutMs, detached: true });
}

/** The command with the interface's name in it. Pure. */
export function forInterface(command: readonly string[], name: string): string[] {
  return command.map((word) => word.replaceAll('{interface}', name));
}

/** Has the root helper start a daemon; without one, it is started as this user. */
export async function launch(
  helper: AskHelper,
  request: HelperRequest,
  own: () => Promise<void>,
): Promise<void> {
  try {
    await helper(request, lookTimeoutMs);
  } catch (nobody) {
    if (!(nobody instanceof NobodyError)) throw nobody;
    try {
      await own();
    } catch (cause) {
      const text = `${messageOf(cause)}, and no root helper runs: start 'towline-agent root-helper' as root`;
      throw new TowlineError('failed', text, { cause });
    }
  }
}
