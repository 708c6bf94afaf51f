import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeFormerFiles } from '../../agent/config/former-files.ts';

test('what earlier versions left is taken away, nothing else is, and what cannot be is told', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-former-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const told: unknown[] = [];
  const log = { warn: (...words: unknown[]) => void told.push(words) };
  for (const name of ['hints.json', 'endpoints.json', 'journal.json'])
    await writeFile(join(folder, name), '{}');
  await removeFormerFiles(folder, log);
  assert.deepEqual((await readdir(folder)).sort(), ['endpoints.json', 'journal.json']);
  await removeFormerFiles(folder, log);
  assert.deepEqual(told, []);
  await mkdir(join(folder, 'hints.json'));
  await removeFormerFiles(folder, log);
  assert.equal(told.length, 1);
});
