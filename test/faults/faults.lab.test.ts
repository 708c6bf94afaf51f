import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Outcome, sample } from '../../bench/faults/campaign.ts';
import { callCases } from '../../bench/faults/campaigns/call-cases.ts';
import { callBench } from '../../bench/faults/campaigns/calls.ts';
import { disk, diskBench } from '../../bench/faults/campaigns/disk.ts';
import { killCases } from '../../bench/faults/campaigns/kill-cases.ts';
import { killBench } from '../../bench/faults/campaigns/kills.ts';
import { FaultLab } from '../../bench/faults/node/fault-lab.ts';

const { signal } = new AbortController();
let lab: FaultLab;
before(async () => {
  lab = await FaultLab.up({ nodes: 4, windowS: 10, signal, hasSmallDisk: true });
});
after(() => lab?.down());

const notAsWanted = (outcomes: readonly Outcome[]) => outcomes.filter(({ isGood }) => !isGood);
const verdicts = (outcomes: readonly Outcome[]) => [...new Set(outcomes.map(({ verdict }) => verdict))];

test('an agent that is killed comes back in seconds, to one whole bundle, and then to the same end', async () => {
  const bench = killBench(lab, { mostRecoveryS: 60 });
  // The writes of `switching` and `proving`, and points of an apply and of a rollback.
  const states = killCases().filter((id) => /switching before|proving after/.test(id));
  const cases = [...states, ...sample(killCases().slice(12), 3)];
  for (let first = 0; first < cases.length; first += bench.atOnce) {
    const outcomes = await bench.run(cases.slice(first, first + bench.atOnce), signal);
    assert.deepEqual(notAsWanted(outcomes), []);
    assert.deepEqual(verdicts(outcomes), ['recovered']);
  }
});

test('a call that fails is survived: the old bundle or the new one, and the controller knows why', async () => {
  const bench = callBench(lab);
  const cases = sample(callCases(), 4);
  const outcomes: Outcome[] = [];
  for (let first = 0; first < cases.length; first += bench.atOnce)
    outcomes.push(...(await bench.run(cases.slice(first, first + bench.atOnce), signal)));
  assert.deepEqual(notAsWanted(outcomes), []);
  assert.ok(
    verdicts(outcomes).some((verdict) => verdict !== 'past the end'),
    'no call failed',
  );
});

test('a disk that takes nothing leaves what runs alone; the controller knows, and it heals', async () => {
  const outcomes = await diskBench(lab).run(sample(disk.cases(), 2), signal);
  assert.deepEqual(notAsWanted(outcomes), []);
});
