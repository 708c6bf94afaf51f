import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CycleOutcome } from '../../agent/cycle.ts';
import { followDesired } from '../../agent/follow-desired.ts';
import { emptyJournal } from '../../agent/journal/schema.ts';
import { hasFailed, type JournalEvent, transition } from '../../agent/journal/state.ts';
import { systemClock } from '../../shared/os/clock.ts';
import type { Wake } from '../../shared/os/wake.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { make } from './cycle-fixture.ts';

/** Follows one release until so many cycles were run; gives the time (ms) at which each began. */
async function times(outcomes: readonly CycleOutcome[], hasFailed: boolean): Promise<number[]> {
  let nowMs = 0;
  const ended = new AbortController();
  const began: number[] = [];
  const [client, { desired }] = [new FakeController().open(), make(2)];
  const wake: Wake = {
    notify: () => {},
    wait: async (ms) => {
      nowMs += ms;
      return false;
    },
  };
  await followDesired(
    {
      clock: { ...systemClock, monotonic: () => nowMs },
      log: silentLog,
      wake,
      mayBegin: () => true,
      client: () => client,
      desired: () => desired,
      cycle: async () => {
        began.push(nowMs);
        if (began.length === outcomes.length) ended.abort();
        return outcomes[began.length - 1] ?? 'confirmed';
      },
      hasFailed: () => hasFailed,
    },
    ended.signal,
  );
  return began;
}

test('a release begins at once, and after each failure there is a pause that grows', async () => {
  const [first = -1, second = 0, third = 0] = await times(['rolledBack', 'rolledBack', 'confirmed'], false);
  assert.equal(first, 0);
  assert.ok(second >= 15_000 && second <= 30_000, `${second}`);
  assert.ok(third - second >= 30_000 && third - second <= 60_000, `${third - second}`);
});

test('a bundle that was taken back at the start waits as after any failure, with the node in reach', async () => {
  const [first = 0, second = 0] = await times(['rolledBack', 'confirmed'], true);
  assert.ok(first >= 15_000 && first <= 30_000, `${first}`);
  assert.ok(second - first >= 30_000 && second - first <= 60_000, `${second - first}`);
});

test('a bundle has failed while it is taken back and after, as long as that counts', () => {
  const [bundle, other] = [{ digest: 'a'.repeat(64), epoch: 1, release: 2 }, 'b'.repeat(64)];
  const kinds: JournalEvent[] = [
    { kind: 'stage', bundle },
    { kind: 'check' },
    { kind: 'switch' },
    { kind: 'fail', reason: 'x', unconfirmed: false },
  ];
  const failing = kinds.reduce(transition, emptyJournal);
  assert.equal(hasFailed(failing, bundle.digest), true);
  assert.equal(hasFailed(failing, other), false);
  for (const counts of [true, false]) {
    const after = transition(failing, { kind: 'rolledBack', reason: 'x', counts });
    assert.equal(hasFailed(after, bundle.digest), counts);
  }
  assert.equal(hasFailed(emptyJournal, bundle.digest), false);
});
