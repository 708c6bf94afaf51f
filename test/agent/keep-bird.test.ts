import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepBird } from '../../agent/bird/keep.ts';
import type { BirdState } from '../../agent/bird/state.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { FakeBird } from '../fakes/bird.ts';
import { silentLog } from '../fakes/log.ts';

/** Runs the loop over what BIRD is at each look; resolves to the look and time at which it was started. */
async function starts(states: readonly BirdState[], isStarting: (count: number) => boolean) {
  const ended = new AbortController();
  const found: { look: number; atMs: number }[] = [];
  let [look, now, isUp] = [-1, 0, false];
  const bird = new FakeBird();
  bird.state = async () => (isUp ? 'running' : (states[look] ?? 'running'));
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms) => {
      now += ms;
      look++;
      isUp = false;
      if (look < states.length) return;
      ended.abort(new Error('ended'));
      throw ended.signal.reason;
    },
  };
  const restore = async () => {
    found.push({ look, atMs: now });
    if (!isStarting(found.length)) throw new Error('no such file');
    isUp = true;
  };
  await assert.rejects(keepBird({ bird, clock, log: silentLog, restore }, ended.signal), /ended/);
  return found;
}

test('a BIRD that is just being restarted is left to whoever does it', async () => {
  assert.deepEqual(await starts(['running', 'absent', 'running', 'absent', 'restarting'], () => true), []);
});

test('a BIRD that died is started at the second look', async () => {
  assert.deepEqual(await starts(['running', 'absent', 'absent', 'running'], () => true), [
    { look: 2, atMs: 6000 },
  ]);
});

test('a BIRD that hangs, or another program in its place, is left alone', async () => {
  for (const state of ['silent', 'foreign'] as const)
    assert.deepEqual(
      await starts(
        Array.from({ length: 20 }, () => state),
        () => true,
      ),
      [],
    );
});

test('a BIRD that does not start is tried with pauses of up to a minute, and at once again when it ran', async () => {
  const absent = Array.from({ length: 12 }, (): BirdState => 'absent');
  const found = await starts([...absent, 'running', 'absent', 'absent'], () => false);
  const pauses = found.slice(1, 11).map(({ atMs }, index) => atMs - (found[index]?.atMs ?? 0));
  assert.deepEqual(pauses, [4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000]);
  const [last, next] = found.slice(-2);
  assert.equal(next?.look, 14);
  assert.ok((next?.atMs ?? 0) - (last?.atMs ?? 0) <= 64_000);
});
