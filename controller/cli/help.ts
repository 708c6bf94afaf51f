import type { Command } from 'commander';
import { didYouMean } from '../inventory/suggest.ts';
import { UsageError } from './exit-codes.ts';
import { passedOn } from './words.ts';

/** The command as one types it, for example `towline node add`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Where the help of a command is; that of git and of Ansible is their own. */
export function helpPointer(command: Command): string {
  const path = pathOf(command);
  const isPassedOn = command.parent?.parent === null && passedOn.includes(command.name());
  return isPassedOn ? `(see 'towline help ${command.name()}')` : `(see '${path} --help')`;
}

/** Makes wrong usage of each command point to its own help. */
export function pointToHelp(command: Command): void {
  command.showHelpAfterError(helpPointer(command));
  for (const child of command.commands) pointToHelp(child);
}

/** The command that `towline help <words>` means. Throws UsageError if there is none. */
export function commandNamed(program: Command, words: readonly string[]): Command {
  let found = program;
  for (const word of words) {
    const next = found.commands.find((child) => child.name() === word);
    if (next === undefined) {
      const names = found.commands.map((child) => child.name());
      throw new UsageError(`unknown command '${word}'${didYouMean(word, names)} ${helpPointer(found)}`);
    }
    found = next;
  }
  return found;
}
