import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fastImport } from '../../controller/git/fast-import.ts';
import { createBare } from '../../controller/git/rendered.ts';
import { gitIn } from '../../controller/git/repository.ts';
import { TowlineError } from '../../shared/errors.ts';

describe('commits that are written as a stream', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-import-'));
  const repository = join(dir, 'rendered.git');
  const git = gitIn(repository);
  before(() => createBare(repository));
  after(() => rmSync(dir, { recursive: true, force: true }));
  const write = (ref: string, files: readonly (readonly [string, string | undefined])[], parent?: string) =>
    fastImport(repository, [
      {
        refs: [ref],
        ...(parent === undefined ? {} : { parent }),
        message: 'x\n',
        author: 'towline <towline@localhost>',
        time: 1_700_000_000,
        files,
      },
    ]);
  const pathsAt = async (ref: string) =>
    (await git('ls-tree', '-r', '-z', '--name-only', ref)).split('\0').filter((path) => path !== '');

  const odd = [
    '"quoted"',
    'a"b',
    'back\\slash',
    'bell\u0007',
    'carriage\rreturn',
    'delete\u007f',
    'next\u0085line',
    'tab\tulator',
    'two words',
    'ümlaut',
    '"end\\',
  ];

  it('have every path as it is, however odd, and lose it again', async () => {
    const files = odd.map((path): [string, string] => [`f/${path}`, 'x\n']);
    const bare = odd.map((path): [string, string] => [path, 'x\n']);
    await write('refs/heads/odd', [...files, ...bare]);
    const expected = [...files, ...bare].map(([path]) => path);
    assert.deepEqual((await pathsAt('refs/heads/odd')).sort(), expected.sort());
    const gone = odd.map((path): [string, undefined] => [path, undefined]);
    await write('refs/heads/fewer', gone, 'refs/heads/odd^0');
    assert.deepEqual((await pathsAt('refs/heads/fewer')).sort(), files.map(([path]) => path).sort());
  });

  for (const path of ['a\nM 100644 inline b', 'a\0b', '']) {
    it(`are not written where git has no way to name a path: ${JSON.stringify(path)}`, async () => {
      const files = [
        ['good', 'x\n'],
        [path, 'x\n'],
      ] as const;
      await assert.rejects(write('refs/heads/bad', files), (error: unknown) => {
        assert.ok(error instanceof TowlineError);
        assert.equal(error.message, `git cannot take the path ${JSON.stringify(path)}`);
        return true;
      });
      assert.equal((await git('for-each-ref', 'refs/heads/bad')).trim(), '');
    });
  }
});
