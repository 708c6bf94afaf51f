import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Grounds } from '../grounds.ts';
import type { Notes } from '../verdict.ts';

type Plant = (text: string, grounds: Grounds, notes: Notes) => Promise<unknown>;

/** Mistakes that programs make with texts of others. Each has to raise its counter. */
export const textPlants: Readonly<Record<string, Plant>> = {
  // Gives it to a shell.
  shell: (text, { folder }) =>
    new Promise((resolve) => {
      const script = `echo ${text.replaceAll('\0', '')}`;
      execFile('sh', ['-c', script], { cwd: folder, timeout: 5_000 }, resolve).on('error', resolve);
    }),
  // Takes it for the name of a file.
  path: async (text, grounds) =>
    writeFile(join(await grounds.place('naive/deep'), text), 'x').catch(() => undefined),
  // Prints it.
  print: async (text, _grounds, notes) => notes.shown('a command', text),
  // Trusts that it is short and flat.
  parse: async (text, _grounds, notes) =>
    notes.attempt('a parser', () => {
      if (text.length > 200) throw new RangeError('Maximum call stack size exceeded');
    }),
};

/** Makes the planted mistake with a text. */
export async function plantIn(
  plant: string | undefined,
  text: string,
  grounds: Grounds,
  notes: Notes,
): Promise<void> {
  if (plant !== undefined) await textPlants[plant]?.(text, grounds, notes);
}
