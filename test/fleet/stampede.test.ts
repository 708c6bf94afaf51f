import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { pauseMs } from '../../agent/session/pause.ts';
import { peakOverMean } from '../../bench/fleet/figures.ts';
import { createDoor } from '../../controller/agents/door.ts';
import { retryAfterMs, spreadSeconds } from '../../controller/agents/spread.ts';
import { type MetricsSources, registerMetrics } from '../../controller/metrics/metrics.ts';
import { BusyError } from '../../shared/rpc/retry-after.ts';
import { simulateReturn } from './return.ts';

const fleet = 10_000;

for (const [outage, outageS] of [
  ['a restart', 2],
  ['half a minute', 30],
  ['an hour', 3_600],
] as const) {
  test(`ten thousand nodes come back after ${outage} without a stampede`, () => {
    const { arrivals, doneMs, waits } = simulateReturn({
      nodes: fleet,
      outageS,
      spreadS: spreadSeconds(fleet),
    });
    assert.equal(doneMs.length, fleet);
    const peak = peakOverMean(arrivals);
    assert.ok(peak < 3, `peak over mean ${peak}`);
    assert.ok(Math.max(...doneMs) < 300_000, `all back after ${Math.max(...doneMs)} ms`);
    assert.ok(Math.max(...waits) < 1_000, 'who is let in is served at once');
  });
}

test('nodes in their confirm window are back within five seconds, whatever the others do', () => {
  const { urgentDoneMs } = simulateReturn({
    nodes: fleet,
    outageS: 30,
    spreadS: spreadSeconds(fleet),
    urgent: 500,
  });
  assert.equal(urgentDoneMs.length, 500);
  assert.ok(Math.max(...urgentDoneMs) < 5_000, `after ${Math.max(...urgentDoneMs)} ms`);
});

test('nodes that were never told a time are let in as fast as they can be served, and no faster', () => {
  const { doneMs, waits, putOff } = simulateReturn({ nodes: fleet, outageS: 2, spreadS: 0 });
  assert.equal(doneMs.length, fleet);
  assert.ok(putOff > fleet / 2, 'most are put off at first');
  assert.ok(Math.max(...waits) < 1_000, `one waited for ${Math.max(...waits)} ms`);
  assert.ok(Math.max(...doneMs) < 600_000, `all back after ${Math.max(...doneMs)} ms`);
});

test('the time over which nodes come back grows with the fleet, within bounds', () => {
  assert.deepEqual([0, 1, 50, 2_000, 10_000, 1_000_000].map(spreadSeconds), [1, 1, 1, 40, 200, 600]);
});

test('who is put off asks again within that time, and not at once', () => {
  assert.deepEqual(
    [retryAfterMs(0, 0), retryAfterMs(10_000, 0), retryAfterMs(10_000, 0.999)],
    [1_000, 1_000, 200_800],
  );
});

test('a pause is drawn from the time that was told, or from the back-off where that is longer', () => {
  const ended = { failures: 0, spreadS: 40, retryAfterMs: undefined, isUrgent: false };
  assert.equal(pauseMs(ended, 0.5), 20_000);
  assert.equal(pauseMs({ ...ended, failures: 9, spreadS: 1 }, 0.5), 15_000);
  assert.equal(pauseMs({ ...ended, retryAfterMs: 7_000 }, 0.5), 7_000);
  assert.equal(pauseMs({ ...ended, retryAfterMs: 7_000, failures: 9, isUrgent: true }, 1), 3_000);
  assert.equal(
    pauseMs({ ...ended, retryAfterMs: 999_999_999 }, 0.5),
    600_000,
    'nobody is sent away for good',
  );
  assert.equal(pauseMs({ ...ended, spreadS: 4_000_000_000 }, 1), 600_000);
});

test('the door lets in so many at once, each once, and those again that gave up', async () => {
  let now = 0;
  const door = createDoor({
    clock: { monotonic: () => now },
    roster: { all: () => ({ length: 5_000 }) },
    watches: { nodes: () => 0 },
    random: () => 0,
  });
  for (let node = 1; node <= 64; node++) door.enter(node);
  for (let again = 0; again < 3; again++) door.enter(64);
  assert.throws(
    () => door.enter(65),
    (error) => error instanceof BusyError && error.retryAfterMs === 1_000,
  );
  door.entered(7);
  door.enter(65);
  assert.throws(() => door.enter(66), BusyError);
  now = 10_000;
  for (let node = 66; node <= 129; node++) door.enter(node);
  assert.throws(() => door.enter(130), BusyError);
  assert.equal(door.putOff(), 3);
  const registry = new Registry();
  registerMetrics(registry, { door } as unknown as MetricsSources);
  const metric = await registry.getSingleMetricAsString('towline_sessions_put_off_total');
  assert.match(metric, /^towline_sessions_put_off_total 3$/m);
  assert.deepEqual(door.spread(), { seconds: 100 });
});
