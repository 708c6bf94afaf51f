import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KillFigures } from '../../bench/fleet/kills.ts';
import { inNamespace } from '../../bench/fleet/namespace.ts';

/** A sample of what `npm run bench -- fleet --only kills` does 200 times. */
const order = { kind: 'kills', agents: 5, kills: 3, isLost: false } as const;

test('a controller that is killed during activations and commits loses nothing that it acknowledged, and no agent takes its bundle back', async () => {
  const { kills, acknowledged, ...wrong } = await inNamespace<KillFigures>(
    order,
    AbortSignal.timeout(300_000),
  );
  assert.equal(kills, order.kills);
  assert.ok(acknowledged >= 1 + 2, 'the first release, and those of the two rounds that kill an activation');
  assert.deepEqual(wrong, { lost: 0, used_twice: 0, rolled_back: 0 });
});

test('a release that is gone after a kill is counted as lost', async () => {
  const planted = { ...order, kills: 1, isLost: true };
  const { lost } = await inNamespace<KillFigures>(planted, AbortSignal.timeout(300_000));
  assert.ok(lost > 0);
});
