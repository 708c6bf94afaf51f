import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cuts as campaign, outcomeOf } from '../../bench/faults/campaigns/cuts.ts';
import { CutBench } from '../../bench/faults/cuts/bench.ts';
import { cutCase } from '../../bench/faults/cuts/cases.ts';

const { signal } = new AbortController();
let bench: CutBench;
before(async () => {
  bench = await CutBench.open(signal, 5);
});
after(() => bench?.close());

const sample = [
  'route-wrong-gateway-halves plain',
  'filter-large-inner plain',
  'uplink-mtu-1200 plain',
  'link-wrong-key plain',
  'loopback-controller kill',
  'policy-marked-unreachable reboot',
  'uplink-addresses-gone kill',
  'filter-input-tunnel reboot',
];

// In one release: nodes that are cut off do not depend on each other.
test('routers that a release cuts off come back in time, and one whose agent stays dead is counted', async () => {
  const planted = { ...cutCase('filter-output-policy kill'), isLeftDead: true };
  const fates = await bench.run([...sample.map(cutCase), planted], signal);
  const outcomes = fates.map(outcomeOf);
  assert.deepEqual(
    outcomes.filter(({ isGood }) => !isGood).map((outcome) => `${outcome.case}: ${outcome.verdict}`),
    ['filter-output-policy kill: lost'],
    JSON.stringify(outcomes, null, 2),
  );
  const { tunnel_cuts, recovered } = campaign.figures(outcomes);
  assert.deepEqual({ tunnel_cuts, recovered }, { tunnel_cuts: 9, recovered: 8 });
});
