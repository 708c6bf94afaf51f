import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts a line `key = value` at the top of a node's file, in place of the one that has the key. */
export async function replaceLine(networkDir: string, node: string, line: string): Promise<void> {
  const file = join(networkDir, 'sites', node, node, 'node.toml');
  const key = line.split(' ')[0];
  const kept = (await readFile(file, 'utf8')).split('\n').filter((old) => !old.startsWith(`${key} =`));
  await writeFile(file, [line, ...kept].join('\n'));
}
