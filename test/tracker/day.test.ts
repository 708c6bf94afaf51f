import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../../bench/day/simulate.ts';

const routers = 20;
/** Of a name: it follows its line within 30 s, is kept for 60 s, and is asked for within 5 s of that. */
const nameS = 30 + 60 + 5;

test('a day with a controller: all links are back within seconds, and none that works is touched', async () => {
  const { outages, links, never, hoursLost, wrong } = await simulate('towline', routers, 1);
  assert.deepEqual({ never, wrong }, { never: 0, wrong: 0 });
  assert.ok(outages.length >= 2 * links - 5, `${outages.length} outages of ${links} links`);
  assert.ok(Math.max(...outages) < 10, `${Math.max(...outages)} s`);
  const sum = outages.reduce((total, one) => total + one, 0);
  assert.ok(Math.abs(hoursLost - sum / 3600) < 1e-6);
});

test('a day with names alone: all links are back within the TTL and 5 s after their records', async () => {
  const { outages, never, wrong } = await simulate('towline_dns', routers, 1);
  assert.deepEqual({ never, wrong }, { never: 0, wrong: 0 });
  assert.ok(Math.max(...outages) > 10 && Math.max(...outages) <= nameS, `${Math.max(...outages)} s`);
});

test('the same day costs more with wgtrack, and with WireGuard alone links are lost for good', async () => {
  const [tracked, alone] = [
    await simulate('wgtrack', routers, 1),
    await simulate('plain_wireguard', routers, 1),
  ];
  assert.equal(tracked.never, 0);
  assert.ok(Math.max(...tracked.outages) > nameS, `${Math.max(...tracked.outages)} s`);
  assert.ok(alone.never > 0 && alone.hoursLost > 24, JSON.stringify({ ...alone, outages: [] }));
});

test('trackers that do not see what arrives are found out', async () => {
  assert.ok((await simulate('towline', routers, 1, true)).wrong > 0);
});
