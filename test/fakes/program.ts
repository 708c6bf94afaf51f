import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';

/**
 * Arguments with which Node starts a program of the source: as scripts/test.ts has compiled it, or through tsx, which
 * takes a second or two of a core, where a test file is run by itself.
 *
 * @param path absolute
 */
export function sourceProgram(path: string, ...flags: readonly string[]): string[] {
  const compiled = process.env.TOWLINE_TESTS_COMPILED;
  const name = relative(projectFolder(), path).replace(/\.ts$/, '.mjs');
  if (compiled !== undefined && existsSync(join(compiled, name)))
    return ['--enable-source-maps', ...flags, join(compiled, name)];
  return ['--import', 'tsx', ...flags, path];
}
