import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { parseDuration } from '../../shared/duration.ts';
import { readText } from '../../shared/os/read-text.ts';

test('a duration is a number of seconds, minutes, hours or days, and nothing else', () => {
  const [second, day] = [1_000, 86_400_000];
  assert.deepEqual(['0s', '90s', '10m', '2h', '7d'].map(parseDuration), [
    ...[0, 90 * second, 600 * second, 7_200 * second],
    7 * day,
  ]);
  for (const text of ['', '10', 'm', '-1m', '1.5h', '1e3s', '10 m', '10M', '10ms', '999999999s', '__proto__'])
    assert.equal(parseDuration(text), undefined, text);
});

test('a stream is read whole, up to so many bytes', async () => {
  const stream = (text: string) => Readable.from([Buffer.from(text.slice(0, 2)), Buffer.from(text.slice(2))]);
  assert.equal(await readText(stream('four'), 'it', 4), 'four');
  assert.equal(await readText([], 'it', 4), '');
  const refused = { code: 'invalid', message: 'it is too long: expected at most 4 bytes' };
  await assert.rejects(readText(stream('fives'), 'it', 4), refused);
  const broken = new Readable({ read: () => broken.destroy(new Error('gone')) });
  await assert.rejects(readText(broken, 'it', 4), { code: 'failed', message: 'it cannot be read: gone' });
});
