import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds, numbers, victim } from './forgeries.ts';
import { nodeThatIs, stateOf } from './node-that-is.ts';

const tries = 1_000;

test(`of ${tries} bundles that are not for this node now, none is applied, and each is refused for what is wrong`, async (context) => {
  const node = await nodeThatIs(context, victim);
  const before = await stateOf(node);
  const next = numbers(2026);
  const counted = new Map<string, number>();
  let applied = 0;
  for (let index = 0; index < tries; index++) {
    const [kind, forge] = Object.entries(kinds)[index % Object.keys(kinds).length] ?? [];
    assert.ok(kind !== undefined && forge !== undefined);
    const { bundle, why } = forge(next);
    const outcome = await node.offer(bundle);
    if (outcome !== 'refused') applied++;
    assert.match(node.parts.journal.current().lastApply?.reason ?? '', why, kind);
    counted.set(kind, (counted.get(kind) ?? 0) + 1);
  }
  assert.equal(applied, 0);
  assert.deepEqual(await stateOf(node), before);
  assert.deepEqual([...counted.keys()], Object.keys(kinds));
  for (const [kind, count] of counted)
    assert.ok(count >= Math.floor(tries / Object.keys(kinds).length), kind);
  context.diagnostic(JSON.stringify({ tries, applied, ...Object.fromEntries(counted) }));
});

test('each kind is taken by the node that lacks just the one rule that it breaks: what refuses it is that rule', async (context) => {
  const next = numbers(7);
  for (const [kind, forge] of Object.entries(kinds)) {
    await context.test(kind, async (context) => {
      const { bundle, taker, right = bundle } = forge(next);
      const node = await nodeThatIs(context, taker);
      const outcome = await node.offer(right);
      assert.notEqual(outcome, 'refused', node.parts.journal.current().lastApply?.reason);
      assert.deepEqual(node.parts.journal.current().highestSeen?.release, right.desired.release);
    });
  }
});
