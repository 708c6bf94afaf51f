import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  aborted,
  marginMs,
  type NodeSeen,
  type Seen,
  settleMs,
  transition,
} from '../../controller/upgrades/transition.ts';
import { isUnderWay, type Upgrade } from '../../controller/upgrades/upgrade.ts';

const names = ['aachen', 'berlin', 'celle'];
const upgrade = (change: Partial<Upgrade> = {}): Upgrade => ({
  ...{ number: 4, state: 'running', reason: '', sha256: Buffer.alloc(32), version: '0.2.0' },
  ...{ windowS: 60, atOnce: 1, begun: 0 },
  nodes: names.map((name, index) => ({
    nodeId: index + 1,
    name,
    state: 'waiting',
    step: '',
    reason: '',
    told: 0,
  })),
  ...change,
});
const well: NodeSeen = { isEnrolled: true, isConnected: true, obstacle: '', report: undefined };
const away: NodeSeen = { ...well, isConnected: false, obstacle: undefined };
const says = (state: string, reason = '', number = 4): NodeSeen => ({
  ...well,
  report: { number, state: `AGENT_UPGRADE_STATE_${state}` as 'AGENT_UPGRADE_STATE_TRYING', reason },
});
const seen = (nodes: Record<number, NodeSeen> = {}, upMs = 9_000_000): Seen => ({
  upMs,
  of: (nodeId) => nodes[nodeId] ?? well,
});
const statesOf = ({ nodes }: Upgrade) => nodes.map(({ state }) => state).join(' ');

describe('an upgrade of agents', () => {
  it('tells one node after the other, and each next one when the one before has proved it', () => {
    let now = transition(upgrade(), seen(), 1);
    assert.equal(statesOf(now), 'told waiting waiting');
    assert.equal(transition(now, seen(), 2), now);
    now = transition(now, seen({ 1: says('FETCHING') }), 3);
    assert.deepEqual([now.nodes[0]?.state, now.nodes[0]?.step], ['told', 'fetching']);
    now = transition(now, seen({ 1: says('CONFIRMED') }), 4);
    assert.equal(statesOf(now), 'done told waiting');
    const confirmed = { 1: says('CONFIRMED'), 2: says('CONFIRMED'), 3: says('CONFIRMED') };
    now = transition(transition(now, seen(confirmed), 5), seen(confirmed), 6);
    assert.deepEqual([now.state, statesOf(now), isUnderWay(now)], ['done', 'done done done', false]);
  });

  it('tells as many at once as it may', () => {
    assert.equal(statesOf(transition(upgrade({ atOnce: 2 }), seen(), 1)), 'told told waiting');
  });

  for (const [state, reason] of [
    ['ROLLED_BACK', 'it crashed'],
    ['REFUSED', 'Node.js is too old'],
  ] as const)
    it(`stops at the first node that says ${state}, with what it says`, () => {
      const now = transition(transition(upgrade(), seen(), 1), seen({ 1: says(state, reason) }), 2);
      assert.deepEqual(
        [now.state, now.reason, statesOf(now)],
        ['stopped', `aachen: ${reason}`, 'failed waiting waiting'],
      );
    });

  it('takes what a node says of another order for no answer, and gives up on it after window and margin', () => {
    const told = transition(upgrade(), seen(), 1000);
    assert.equal(transition(told, seen({ 1: says('CONFIRMED', '', 3) }), 2000), told);
    const late = transition(told, seen({ 1: away }), 1001 + 60_000 + marginMs);
    assert.deepEqual([late.state, late.nodes[0]?.state], ['stopped', 'failed']);
    assert.match(late.reason, /^aachen: nothing was heard of how it ended for 360 s$/);
    const heard = transition(late, seen({ 1: says('CONFIRMED') }), 9_000_000);
    assert.deepEqual([heard.state, heard.nodes[0]?.state], ['stopped', 'done']);
  });

  it('gives nodes that were told before the controller was away their whole time from its start on', () => {
    const patienceMs = 60_000 + marginMs;
    const told = transition(upgrade(), seen(), 1000);
    const later = 1000 + 10 * patienceMs;
    for (const upMs of [0, settleMs, patienceMs])
      assert.equal(transition(told, seen({ 1: away }, upMs), later), told, `${upMs}`);
    const back = transition(told, seen({ 1: says('CONFIRMED'), 2: away, 3: away }, settleMs - 1), later);
    assert.deepEqual([back.state, statesOf(back)], ['running', 'done waiting waiting']);
    const gone = transition(told, seen({ 1: away }, patienceMs + 1), later);
    assert.deepEqual([gone.state, gone.nodes[0]?.state], ['stopped', 'failed']);
  });

  it('leaves out who cannot, and who is away once nobody else is on the way; not before the controller has settled', () => {
    const nodes = { 1: { ...well, obstacle: 'it runs in a container' }, 2: away, 3: says('CONFIRMED') };
    let now = transition(upgrade(), seen(nodes, settleMs - 1), 1);
    assert.equal(statesOf(now), 'left waiting told');
    now = transition(now, seen(nodes, settleMs - 1), 2);
    assert.deepEqual([now.state, statesOf(now)], ['running', 'left waiting done']);
    now = transition(now, seen(nodes, settleMs), 3);
    assert.deepEqual([now.state, statesOf(now)], ['done', 'left left done']);
    assert.deepEqual(
      now.nodes.map(({ reason }) => reason),
      ['it runs in a container', 'it is not in contact', ''],
    );
  });

  it('goes on with those that were told when an admin ends it, and with nobody else', () => {
    const ended = aborted(transition(upgrade(), seen(), 1));
    assert.equal(isUnderWay(ended), true);
    const now = transition(ended, seen({ 1: says('CONFIRMED') }), 2);
    assert.deepEqual([now.state, statesOf(now), isUnderWay(now)], ['aborted', 'done waiting waiting', false]);
  });

  it('leaves out a node whose router was revoked meanwhile', () => {
    const told = transition(upgrade(), seen(), 1);
    assert.equal(
      statesOf(transition(told, seen({ 1: { ...away, isEnrolled: false } }), 2)),
      'left told waiting',
    );
  });

  it('cuts a reason that is as long as a node likes', () => {
    const told = transition(upgrade(), seen(), 1);
    const now = transition(told, seen({ 1: says('ROLLED_BACK', 'x'.repeat(8000)) }), 2);
    assert.equal(now.nodes[0]?.reason.length, 2000);
  });

  it('notes a proved agent that did not last', () => {
    const done = transition(transition(upgrade(), seen(), 1), seen({ 1: says('CONFIRMED') }), 2);
    const now = transition(done, seen({ 1: says('ROLLED_BACK', 'it ended 5 times') }), 3);
    assert.deepEqual([now.state, now.nodes[0]?.state], ['stopped', 'failed']);
  });
});
