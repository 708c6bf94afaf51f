import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChallenges } from '../../controller/agents/challenges.ts';
import type { Clock } from '../../shared/os/clock.ts';

function setUp() {
  const time = { ms: 0 };
  const clock: Clock = { monotonic: () => time.ms, now: () => 0, sleep: async () => undefined };
  return { time, challenges: createChallenges(clock) };
}

test('a challenge is good for a minute, once, at the address that it was given to', () => {
  const { time, challenges } = setUp();
  const [one, two, three] = [challenges.issue('a'), challenges.issue('a'), challenges.issue('a')];
  assert.equal(new Set([one, two, three].map((bytes) => bytes.toString('hex'))).size, 3);
  assert.equal(challenges.redeem(one, 'b'), false);
  assert.equal(challenges.redeem(one, 'a'), true);
  assert.equal(challenges.redeem(one, 'a'), false);
  time.ms = 59_999;
  assert.equal(challenges.redeem(two, 'a'), true);
  time.ms = 60_000;
  assert.equal(challenges.redeem(three, 'a'), false);
});

test("who asks for ever more challenges pushes out its own, and nobody else's", () => {
  const { challenges } = setUp();
  const [first, theirs] = [challenges.issue('a'), challenges.issue('b')];
  for (let i = 0; i < 1_000; i++) challenges.issue('a');
  assert.equal(challenges.redeem(first, 'a'), false);
  assert.equal(challenges.redeem(theirs, 'b'), true);
});
