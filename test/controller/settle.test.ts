import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderProgress, settlingOf } from '../../controller/cli/settle.ts';
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
    putOff: '',
    takenBack: '',
    groups: [],
    linkTrends: [],
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
    [
      'failed before it was told again',
      failure(3),
      3_900,
      { waiting: ['n'], failedBefore: [{ node: 'n', reason: 'r' }] },
    ],
    ['failed before and stays so', failure(20), 10_000, { failed: [{ node: 'n', reason: 'r' }] }],
    ['without anything to run', { ...node, desiredRelease: 0 }, 0, {}],
    [
      'put off',
      { ...node, confirmedRelease: 1, putOff: 'waits for m, which is offline' },
      0,
      { putOff: [{ node: 'n', reason: 'waits for m, which is offline' }] },
    ],
    [
      'taken back from it',
      { ...node, desiredRelease: 3, confirmedRelease: 3, takenBack: 'take back release 2: m: why' },
      0,
      { failed: [{ node: 'n', reason: 'take back release 2: m: why' }] },
    ],
    [
      'taken back before it was activated',
      { ...node, takenBack: 'take back release 1: m: why' },
      0,
      { confirmed: ['n'] },
    ],
  ];
  for (const [what, status, elapsedMs, expected] of cases) {
    it(`a router is sorted rightly that is ${what}`, () => {
      const nothing = { confirmed: [], failed: [], away: [], waiting: [], putOff: [], failedBefore: [] };
      const { ok, ...lists } = settlingOf([status], elapsedMs, 2);
      assert.deepEqual(lists, { ...nothing, ...expected });
      assert.equal(
        ok,
        Object.keys(expected).every((key) => key === 'confirmed'),
      );
    });
  }

  const shown: [string, NodeStatus[], number, string][] = [
    ['one that confirmed', [node], 0, 'The router has confirmed.'],
    ['two that did', [node, { ...node, nodeName: 'm' }], 0, 'All 2 routers have confirmed.'],
    ['none', [], 0, 'No router has anything to confirm.'],
    ['one that failed', [failure(3)], 4_000, 'n failed: r'],
    [
      'one that is put off',
      [{ ...node, confirmedRelease: 1, putOff: 'waits for m, which is offline' }],
      0,
      'n put off: waits for m, which is offline',
    ],
    ['one that failed before', [failure(3)], 0, 'not confirmed in time: n\nn failed with it before: r'],
  ];
  for (const [what, statuses, elapsedMs, text] of shown) {
    it(`is told of ${what}`, () => {
      const io = { out: () => undefined, err: () => undefined, env: {}, colour: false };
      assert.equal(renderProgress(io, settlingOf(statuses, elapsedMs, 2)), text);
    });
  }
});
