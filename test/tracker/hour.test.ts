import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '../../bench/tracker/hour.ts';
import { readsOf } from '../../bench/tracker/reads.ts';

test('with resolvers that flap, lie and stall no endpoint of a link that works is replaced, and all come up', async () => {
  const quarter = await hour(60, 900, 3);
  assert.ok(quarter.moves > 5 && quarter.endpoint_changes >= quarter.moves / 2, JSON.stringify(quarter));
  assert.equal(quarter.endpoint_changes_on_working_links, 0);
  assert.equal(quarter.links_down, 0);
});

test('a tracker that does not see what arrives is found out', async () => {
  assert.ok((await hour(20, 120, 3, 'blind')).endpoint_changes_on_working_links > 0);
});

test('however often the tracker is woken, WireGuard is asked once a second and twenty times beyond that', async () => {
  const { reads, seconds, wakes } = await readsOf(20, 2500);
  assert.ok(wakes > 40 && reads >= 2, `${reads} reads, ${wakes} wakes`);
  assert.ok(reads <= seconds + 21, `${reads} reads in ${seconds} s`);
});
