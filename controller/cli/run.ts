import { exitCode, outcomeOf } from './exit-codes.ts';
import { commandNamed } from './help.ts';
import { guarded, type Io } from './io.ts';
import { createProgram } from './program.ts';
import { commandIndex, commandOf, forOthers } from './words.ts';

/** Commands that say with 2, the code of wrong usage elsewhere, that there is something to see. */
const tellingTwo: readonly (string | undefined)[] = ['plan', 'check'];

/** Runs one command line (without the program's name) and resolves to the exit code. */
export async function runCommandLine(argv: readonly string[], streams: Io): Promise<number> {
  const io = guarded(streams, argv.includes('--json'));
  try {
    const program = createProgram(io);
    const words = helpWords(argv);
    if (words === undefined) await program.parseAsync(forOthers(argv), { from: 'user' });
    else commandNamed(program, words).outputHelp();
    return exitCode.ok;
  } catch (error) {
    const { code, text, isUsage } = outcomeOf(error);
    if (text !== '') io.err(text);
    return isUsage && tellingTwo.includes(commandOf(argv)) ? exitCode.error : code;
  }
}

/** The words after `help`; undefined for any other command. */
function helpWords(argv: readonly string[]): string[] | undefined {
  const at = commandIndex(argv);
  if (at === undefined || argv[at] !== 'help') return undefined;
  return argv.slice(at + 1).filter((word) => !word.startsWith('-'));
}
