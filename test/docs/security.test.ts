import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

/** A test that a document cites: `test/file.test.ts`, and after a colon its name in italics. */
interface Citation {
  readonly file: string;
  readonly name: string | undefined;
}

function citationsOf(text: string): Citation[] {
  return [...text.matchAll(/`(test\/[^`\s]+\.test\.ts)`(?::\s+\*([^*]+)\*)?/g)].map(
    ([, file = '', name]) => ({
      file,
      name: name?.replaceAll(/\s+/g, ' '),
    }),
  );
}

/** What is wrong with a citation; undefined if there is such a test. */
function faultOf({ file, name }: Citation, read: (file: string) => string | undefined): string | undefined {
  const source = read(file);
  if (source === undefined) return `${file} is not there`;
  if (name === undefined) return undefined;
  const names = [...source.matchAll(/\b(?:test|it|describe)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)];
  const isThere = names.some(([, , text = '']) => text.replaceAll(/\\(.)/g, '$1') === name);
  return isThere ? undefined : `${file} has no test '${name}'`;
}

test('every test that the threat model cites exists, under that name', () => {
  const citations = citationsOf(readFileSync(join(root, 'docs/security.md'), 'utf8'));
  assert.ok(citations.length > 40, `only ${citations.length} are cited`);
  const read = (file: string) => {
    const path = join(root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const faults = citations.flatMap((citation) => faultOf(citation, read) ?? []);
  assert.deepEqual(faults, []);
});

test('a test that is gone or has another name is found', () => {
  const text =
    "`test/a.test.ts`: *what it\nshows*; `test/a.test.ts`: *another*, `test/b.test.ts`, `test/a.test.ts`: *isn't*";
  const read = (file: string) =>
    file === 'test/a.test.ts' ? "test('what it shows', () => {});\nit('isn\\'t', () => {});" : undefined;
  const faults = citationsOf(text).map((citation) => faultOf(citation, read));
  assert.deepEqual(faults, [
    undefined,
    "test/a.test.ts has no test 'another'",
    'test/b.test.ts is not there',
    undefined,
  ]);
});
