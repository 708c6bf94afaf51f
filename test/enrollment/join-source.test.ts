import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { readJoinString } from '../../agent/enroll/join-source.ts';

describe('where the join string comes from', () => {
  const from = (argument?: string, file?: string, input = '') =>
    readJoinString(argument, file, Readable.from([Buffer.from(input)]));

  test('is the command line, a file, or standard input, and one of them only', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'towline-join-'));
    context.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'join');
    await writeFile(file, 'towline://h:1?token\n', { mode: 0o600 });
    assert.deepEqual(await from('given'), { text: 'given' });
    assert.deepEqual(await from(undefined, file), { text: 'towline://h:1?token' });
    assert.deepEqual(await from(undefined, '-', ' piped\n'), { text: 'piped' });
    await chmod(file, 0o644);
    assert.match((await from(undefined, file)).warning ?? '', /can be read by others.*chmod 600/);
    await assert.rejects(from(), { code: 'invalid' });
    await assert.rejects(from('given', file), { code: 'invalid' });
    await assert.rejects(from(undefined, join(folder, 'missing')), {
      code: 'failed',
      message: /missing cannot be read/,
    });
    await assert.rejects(from(undefined, folder), { code: 'failed' });
    await assert.rejects(from(undefined, '-', 'x'.repeat(10_000)), /too long/);
    await assert.rejects(from(undefined, '/dev/zero'), /too long/);
  });
});
