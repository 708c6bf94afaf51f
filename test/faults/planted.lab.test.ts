import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callBench, calls } from '../../bench/faults/campaigns/calls.ts';
import { killBench, kills } from '../../bench/faults/campaigns/kills.ts';
import { releases } from '../../bench/faults/campaigns/releases.ts';
import { FaultLab } from '../../bench/faults/node/fault-lab.ts';

const { signal } = new AbortController();
let lab: FaultLab;
before(async () => {
  lab = await FaultLab.up({ nodes: 4, windowS: 10, signal });
});
after(() => lab?.down());

test('a rollback that leaves the files alone raises half_applied', async () => {
  const bench = killBench(lab, { settleMs: 5_000 });
  await lab.plant('half-applied');
  const outcomes = await bench.run(['state proving after'], signal);
  assert.equal(kills.figures(outcomes).half_applied, 1);
  await lab.plant(undefined);
});

test('a failure that says nothing raises unreported', async () => {
  await lab.plant('unreported');
  // What each number is changes with the agent, and some calls are simply made again: several, a node each.
  const cases = [20, 40, 60, 80].map((number) => `once file 0${number} EIO`);
  const outcomes = await callBench(lab).run(cases, signal);
  assert.ok((calls.figures(outcomes).unreported ?? 0) > 0, JSON.stringify(outcomes));
  await lab.plant(undefined);
});

test('an agent that does not come up again is no recovery', async () => {
  const bench = killBench(lab, { settleMs: 1_000 });
  await lab.plant('unrecovered');
  const outcomes = await bench.run(['state switching after'], signal);
  const figures = kills.figures(outcomes);
  assert.equal(figures.kill_points, 1);
  assert.equal(figures.kills_recovered, 0);
  assert.ok((figures.max_recovery_s ?? 0) > 10, JSON.stringify(outcomes));
});

test('a link that is interrupted raises the packets lost', async () => {
  const bench = await releases.open({ signal, plant: 'packet-lost' });
  try {
    const figures = releases.figures(await bench.run(['release 001'], signal));
    assert.ok((figures.releases_lost_packets ?? 0) > 0);
  } finally {
    await bench.close();
  }
});
