import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomOf } from '../../bench/hostile/attack/random.ts';
import { goodMessage, messageOf } from '../../bench/hostile/attack/requests.ts';
import { shapes } from '../../bench/hostile/attack/shapes.ts';
import { Counts, paced } from '../../bench/hostile/attack/tally.ts';
import { p99 } from '../../bench/hostile/flood.ts';
import { verifyRequest } from '../../shared/enrollment/request.ts';
import { v1 } from '../../shared/rpc/protocol.ts';

const keyHash = Buffer.alloc(32, 7);
const { requestDeserialize } = v1.EnrollmentService.service.Enroll;

/** Whether a message would be taken for what it says: framed, decoded and signed as it should be. */
function isWhole(body: Buffer): boolean {
  if (body.length < 5 || body.readUInt8(0) !== 0 || body.readUInt32BE(1) !== body.length - 5) return false;
  if (body.length > 64 * 1024) return false;
  try {
    const request = requestDeserialize(body.subarray(5));
    const isNamed = /^[A-Za-z0-9._-]{1,253}$/.test(request.hostName);
    return isNamed && request.token === null && verifyRequest(request, keyHash);
  } catch {
    return false;
  }
}

test('a good request is whole, and none of the malformed ones is', () => {
  assert.equal(isWhole(goodMessage(keyHash).body), true);
  const random = randomOf(1);
  const names = new Set<string>();
  for (let index = 0; index < 400; index++) {
    const { name, body } = messageOf(index, random, keyHash);
    names.add(name);
    assert.equal(isWhole(body), false, `${name}, ${index}`);
  }
  assert.ok(names.size >= 20, `${names.size} kinds`);
});

test('the same seed makes the same connections', () => {
  const hello = Buffer.alloc(300, 3);
  const all = (seed: number) => {
    const random = randomOf(seed);
    return shapes.map(({ write }) => Buffer.concat([...write(random, hello)]).toString('hex'));
  };
  assert.deepEqual(all(5), all(5));
  assert.notDeepEqual(all(5), all(6));
  assert.equal(new Set(shapes.map(({ name }) => name)).size, shapes.length);
});

test('what is paced is all begun, and waited for', async () => {
  const counts = new Counts();
  await paced(50, 5000, async (index) => {
    await Promise.resolve();
    counts.count(index % 2 === 0 ? 'even' : 'odd');
  });
  assert.deepEqual(counts.all(), { even: 25, odd: 25 });
});

test('99 of 100 were done within the 99th percentile', () => {
  assert.equal(p99([]), 0);
  assert.equal(p99([3]), 3);
  assert.equal(p99(Array.from({ length: 200 }, (_, index) => index + 1)), 198);
});
