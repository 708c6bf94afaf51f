import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { Finder, needleOf, textNeedle } from '../../bench/hostile/canaries/forms.ts';
import { memoryHolds } from '../../bench/hostile/canaries/memory.ts';

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256));
const finder = new Finder([needleOf('key', secret), textNeedle('token', 'ABCDEFGHJKMNPQRSTVWXYZ0123456789')]);

test('a secret is found as it is, in hexadecimal and in base64, wherever it stands', () => {
  for (const before of [0, 1, 2, 3, 50]) {
    for (const after of [0, 1, 2, 40]) {
      const around = (middle: Buffer) =>
        Buffer.concat([Buffer.alloc(before, 0xa5), middle, Buffer.alloc(after, 0x5a)]);
      const whole = around(secret);
      for (const form of [whole, around(Buffer.from(secret.toString('hex')))])
        assert.deepEqual([...finder.find(form)], ['key']);
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        assert.deepEqual(
          [...finder.find(Buffer.from(whole.toString(encoding)))],
          ['key'],
          `${before} ${after} ${encoding}`,
        );
    }
  }
  assert.deepEqual([...finder.find(Buffer.from('x abcdefghjkmnpqrstvwxyz0123456789'))], ['token']);
});

test('what is no secret is not found', () => {
  const other = Buffer.from(secret);
  other.writeUInt8(other.readUInt8(15) ^ 1, 15);
  for (const bytes of [
    Buffer.alloc(0),
    secret.subarray(1),
    other,
    Buffer.from(other.toString('base64')),
    randomBytes(100_000),
  ])
    assert.deepEqual([...finder.find(bytes)], []);
});

test('what a process holds is found in its memory, and what it does not hold is not', async (context) => {
  const held = randomBytes(24);
  assert.equal(memoryHolds(process.pid, [held]), true);
  const other = spawn('sleep', ['60']);
  context.after(() => other.kill());
  await once(other, 'spawn');
  assert.ok(other.pid);
  assert.equal(memoryHolds(other.pid, [held]), false);
});
