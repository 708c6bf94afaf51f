import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { transition } from '../../agent/tracker/transition.ts';
import { walk } from '../../bench/tracker/walk.ts';

test('whatever happens: pauses are bounded, a link that works is left alone, one that can be up comes up', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      assert.deepEqual(walk(seed, 600).problems, []);
    }),
    { numRuns: 60, seed: 6 },
  );
});

test('the walk notices a tracker that replaces what works, one that gives up, and one that hurries', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i);
  const found = (decide: typeof transition) =>
    seeds.flatMap((seed) => walk(seed, 600, decide).problems).join('\n');
  const blind: typeof transition = (memory, event, moment) =>
    transition({ ...memory, receivedAtMs: undefined }, event, {
      ...moment,
      limits: { ...moment.limits, freshMs: 0 },
    });
  assert.match(found(blind), /link that works is replaced/);
  const lame: typeof transition = (...args) => ({ ...transition(...args), actions: [] });
  assert.match(found(lame), /not up after/);
  const hasty: typeof transition = (memory, ...rest) => transition({ ...memory, tryAtMs: 0 }, ...rest);
  assert.match(found(hasty), /lost its turn/);
});
