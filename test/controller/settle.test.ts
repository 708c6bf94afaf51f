import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settlingOf } from '../../controller/cli/settle.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';

describe('how far routers are', () => {
  const node = {
    nodeName: 'n',
    siteName: 's',
    condition: 'NODE_CONDITION_OK',
    desiredRelease: 2,
    runningRelease: 2,
    confirmedRelease: 2,
    heardAgeS: 3,
    connected: true,
    publicAddress: '',
    report: null,
    linksDesired: 0,
  } as const satisfies NodeStatus;
  const failure = (heardAgeS: number) => ({
    ...node,
    confirmedRelease: 1,
    heardAgeS,
    report: {
      lastApply: { release: 2, outcome: 'APPLY_OUTCOME_REFUSED', reason: 'r' },
    } as unknown as NodeStatus['report'],
  });
  const cases: [string, NodeStatus, number, object][] = [
    ['confirmed and in contact', node, 0, { confirmed: ['n'] }],
    ['confirmed long ago and dead', { ...node, condition: 'NODE_CONDITION_AWAY' }, 0, { away: ['n'] }],
    ['not confirmed, whatever it reports', { ...node, confirmedRelease: 1 }, 0, { waiting: ['n'] }],
    ['failed since', failure(3), 4_000, { failed: [{ node: 'n', reason: 'r' }] }],
    ['failed before it was told again', failure(3), 3_900, { waiting: ['n'] }],
    ['without anything to run', { ...node, desiredRelease: 0 }, 0, {}],
  ];
  for (const [what, status, elapsedMs, expected] of cases) {
    it(`a router is sorted rightly that is ${what}`, () => {
      const nothing = { confirmed: [], failed: [], away: [], waiting: [] };
      const { ok, ...lists } = settlingOf([status], elapsedMs);
      assert.deepEqual(lists, { ...nothing, ...expected });
      assert.equal(
        ok,
        Object.keys(expected).every((key) => key === 'confirmed'),
      );
    });
  }
});
