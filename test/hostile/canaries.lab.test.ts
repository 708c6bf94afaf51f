import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../bench/faults/campaign.ts';
import { canaries } from '../../bench/hostile/canaries/canaries.ts';

test('no key, pre-shared key or token is anywhere but where it belongs, and one that leaks is found', async () => {
  const { signal } = new AbortController();
  const bench = await canaries.open({ signal, plant: 'leak' });
  const outcomes: Outcome[] = [];
  try {
    for (const place of canaries.cases()) outcomes.push(...(await bench.run([place], signal)));
  } finally {
    await bench.close();
  }
  const [leaked, ...others] = outcomes.filter(({ isGood }) => !isGood);
  assert.deepEqual(others, []);
  assert.equal(leaked?.case, 'logs of controller');
  assert.equal(leaked.detail, 'berlin: identity.key in /var/log/towline.log');
  assert.equal(canaries.figures(outcomes).canaries_found, 1);
  assert.ok(outcomes.length >= 17);
});
