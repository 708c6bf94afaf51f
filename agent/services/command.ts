import { TowlineError } from '../../shared/errors.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import type { CustomService } from '../config/services.ts';

const mostLines = 5;
const mostCharacters = 600;

/**
 * Runs a service's check or reload command, with `{folder}` and `{destination}` filled in. Rejects with command,
 * exit code and the first lines of what it printed: `invalid` if it ended by itself, `failed` if it did not
 * (missing program, time-out).
 */
export async function runServiceCommand(
  run: Run,
  service: CustomService,
  command: readonly string[],
  places: Readonly<Record<'folder' | 'destination', string>>,
  signal: AbortSignal,
): Promise<void> {
  const fill = (argument: string) =>
    argument.replaceAll(/\{(folder|destination)\}/g, (_, name: keyof typeof places) => places[name]);
  const [program = '', ...args] = command.map(fill);
  try {
    // Detached: a daemon that it starts may keep our pipes open, and must outlive us.
    await run(program, args, { timeoutMs: service.timeout_s * 1000, signal, detached: true });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.exitCode === undefined) {
      throw new TowlineError('failed', error.message.slice(0, mostCharacters), { cause: error });
    }
    const said = firstLines(error.output);
    const text = `${error.command}: exit code ${error.exitCode}${said === '' ? '' : `: ${said}`}`;
    throw new TowlineError('invalid', text, { cause: error });
  }
}

/** What a program printed goes into reports: few lines of it, and nothing that a terminal would obey. */
function firstLines(output: string): string {
  return output
    .split('\n')
    .map((line) => line.replaceAll(/\p{Cc}+/gu, ' ').trim())
    .filter((line) => line !== '')
    .slice(0, mostLines)
    .join('; ')
    .slice(0, mostCharacters);
}
