import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuarantined, quarantinedDigest } from '../../agent/journal/quarantine.ts';
import type { Journal } from '../../agent/journal/schema.ts';
import { type JournalEvent, transition } from '../../agent/journal/state.ts';
import {
  after,
  bad,
  change,
  check,
  confirm,
  fail,
  good,
  operator,
  prove,
  ref,
  rolledBack,
  stage,
} from './journal-fixture.ts';

const desired = (digit: string, release: number, retry = 0, epoch = 1) => ({
  bundleDigest: Buffer.from(digit.repeat(64), 'hex'),
  release,
  epoch,
  retry,
  stageOnly: false,
  linkKey: 0,
});
const seen = (release: number): JournalEvent => ({
  kind: 'seen',
  epoch: 1,
  release,
  manifestDigest: 'f'.repeat(64),
});

test('after an operator went back nothing comes by itself that was seen by then', () => {
  // Release 3 is in quarantine already when the operator leaves release 2.
  const tried = after([...good('a', 1), ...good('b', 2), seen(3), ...bad('c'), ...bad('c'), ...bad('c')]);
  assert.equal(isQuarantined(tried, desired('c', 3)), true);
  assert.equal(isQuarantined(tried, desired('b', 2)), false);
  const journal = after([operator, rolledBack(true)], tried);
  for (const [digit, release] of [
    ['b', 2],
    ['c', 3],
  ] as const)
    assert.equal(isQuarantined(journal, desired(digit, release)), true);
  assert.equal(isQuarantined(journal, desired('a', 1)), false);
  assert.equal(isQuarantined(journal, desired('b', 4)), false);
  assert.equal(isQuarantined(journal, desired('b', 1, 0, 2)), false);
  assert.equal(isQuarantined(journal, desired('b', 2, 1)), false);
});

test('a newer release that was seen and put off is still a newer one, until it fails itself', () => {
  const third = [...good('a'), seen(2), ...bad('b'), ...bad('b'), ...bad('b')];
  const left = [...good('a'), seen(2), ...good('b', 2), operator, rolledBack(true)];
  for (const events of [third, left]) {
    const put = after(
      [seen(3), stage('b'), { kind: 'delayed', release: 3, reason: 'no room' }],
      after(events),
    );
    assert.equal(isQuarantined(put, desired('b', 2)), true);
    assert.equal(isQuarantined(put, desired('b', 3)), false);
    const failed = after([...bad('b'), ...bad('b'), ...bad('b')], put);
    assert.equal(isQuarantined(failed, desired('b', 3)), true);
    // Killed between the two writes.
    assert.equal(isQuarantined(after([seen(3)], after(events)), desired('b', 3)), false);
  }
});

test('a newer release that is what runs ends a quarantine', () => {
  const left = after([...good('a'), seen(2), ...good('b', 2), operator, rolledBack(true)]);
  assert.equal(quarantinedDigest(left), 'b'.repeat(64));
  const renewed = after([seen(3), { kind: 'renewed', bundle: ref('a', 3) }], left);
  assert.equal(quarantinedDigest(renewed), undefined);
});

test('a node that lost the bundle to which an operator went takes the one that was left', () => {
  const back = after([...good('a', 1), seen(2), ...good('b', 2), operator, rolledBack(true)]);
  assert.equal(isQuarantined(back, desired('b', 2)), true);
  const lost = transition(back, { kind: 'lost', reason: 'damaged' });
  assert.equal(isQuarantined(lost, desired('b', 2)), false);
});

test('a bundle that an admin let out of quarantine has three attempts again', () => {
  const third = after([...good('a'), seen(2), ...bad('b'), ...bad('b'), ...bad('b')]);
  assert.equal(isQuarantined(third, desired('b', 2)), true);
  assert.equal(isQuarantined(third, desired('b', 2, 1)), false);
  const again = (journal: Journal) =>
    after([{ kind: 'stage', bundle: ref('b', 2), retry: 1 }, check, change, fail, rolledBack(true)], journal);
  let journal = third;
  for (const count of [1, 2, 3]) {
    journal = again(journal);
    assert.deepEqual(journal.failures, {
      digest: 'b'.repeat(64),
      count,
      retry: 1,
      seen: { epoch: 1, release: 2 },
    });
  }
  assert.equal(journal.phase.state, 'quarantined');
  assert.equal(isQuarantined(journal, desired('b', 2, 1)), true);
  assert.equal(isQuarantined(journal, desired('b', 2, 2)), false);
});

test("an operator's quarantine outlasts an admin's word from before it", () => {
  const journal = after([
    ...good('a'),
    { kind: 'stage', bundle: ref('b', 2), retry: 3 },
    check,
    change,
    prove,
    confirm,
  ]);
  const back = after([operator, rolledBack(true)], journal);
  assert.equal(isQuarantined(after([seen(2)], back), desired('b', 2, 3)), true);
  assert.equal(isQuarantined(after([seen(2)], back), desired('b', 2, 4)), false);
});
