import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawPairs, whyNoPair } from '../../bench/why/draw.ts';
import { type Fault, faults } from '../../bench/why/faults.ts';

const fault = (name: string): Fault => {
  const found = faults.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
};

describe('the faults of the campaign', () => {
  it('are at least twenty kinds, each with a name of its own', () => {
    assert.ok(faults.length >= 20);
    assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
    assert.ok(new Set(faults.map(({ expected }) => expected.split(' ')[0])).size >= 20);
  });

  it('are drawn in pairs by a seed: the same each time, none twice, none that cannot be', () => {
    const draws = drawPairs(faults, 10, 20261130);
    assert.deepEqual(draws, drawPairs(faults, 10, 20261130));
    assert.notDeepEqual(draws, drawPairs(faults, 10, 1));
    const made = draws.filter(({ skipped }) => skipped === undefined);
    assert.equal(made.length, 10);
    const names = draws.map(({ pair }) => pair.map(({ name }) => name).join(' + '));
    assert.equal(new Set(names).size, names.length);
  });

  it('are no pair where one keeps the other from being made or seen, and it is said which', () => {
    for (const [one, other, reason] of [
      ['power off', 'BIRD hangs', /celle/],
      ['DNS answers an old address', 'DNS name missing', /both take berlin name/],
      ['path between two nodes cut', 'path loses large packets', /aachen--berlin/],
      ['node revoked', 'forwarding off', /cannot be undone/],
    ] as const) {
      assert.match(whyNoPair(fault(one), fault(other)) ?? '', reason);
      assert.match(whyNoPair(fault(other), fault(one)) ?? '', reason);
    }
    assert.equal(whyNoPair(fault('line cut'), fault('forwarding off')), undefined);
  });
});
