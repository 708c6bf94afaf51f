import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upgradesCampaign } from '../../bench/upgrades/campaign.ts';
import { judgeUpgrade, type SeenUpgrade } from '../../bench/upgrades/judge.ts';
import type { Kind } from '../../bench/upgrades/variants.ts';

const done: SeenUpgrade = {
  ...{
    code: 0,
    state: 'done',
    reason: '',
    before: '1',
    wanted: '2',
    after: '2',
    isReachable: true,
    seconds: 5,
  },
};
const back: SeenUpgrade = {
  ...done,
  code: 1,
  state: 'failed',
  reason: 'x: planted: this agent crashes',
  after: '1',
};

describe('the judge of the benchmark of upgrades', () => {
  const cases: [string, Kind, SeenUpgrade, verdict: string, counts: [reachable: number, back: number]][] = [
    ['an upgrade that is done', 'good', done, 'upgraded', [1, 0]],
    ['one that says so and is not', 'good', { ...done, after: '1' }, 'not upgraded', [1, 0]],
    ['one put back with its reason', 'crash', back, 'rolled back', [1, 1]],
    ['one put back for another reason', 'hang', back, 'no reason', [1, 0]],
    ['one that stays', 'crash', done, 'not rolled back', [1, 0]],
    ['a node that is away', 'crash', { ...back, isReachable: false }, 'unreachable', [0, 1]],
  ];
  for (const [name, kind, seen, verdict, counts] of cases)
    it(`finds ${name}: ${verdict}`, () => {
      const outcome = judgeUpgrade('one', kind, seen);
      const { nodes_reachable, rolled_back_with_reason, not_as_wanted } = upgradesCampaign.figures([outcome]);
      assert.deepEqual([outcome.verdict, nodes_reachable, rolled_back_with_reason], [verdict, ...counts]);
      assert.equal(not_as_wanted, verdict === 'upgraded' || verdict === 'rolled back' ? 0 : 1);
    });

  it('is asked about a hundred upgrades, ten of them to agents that fail', () => {
    const cases = upgradesCampaign.cases();
    assert.equal(new Set(cases).size, 100);
    assert.equal(cases.filter((id) => !id.endsWith(' good')).length, 10);
  });
});
