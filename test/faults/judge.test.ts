import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf } from '../../bench/faults/campaigns/calls.ts';
import { judge, namesCause } from '../../bench/faults/node/judge.ts';
import { readLook } from '../../bench/faults/node/snapshot.ts';
import type { Point } from '../../bench/faults/preload/instruction.ts';

const whole = {
  x: { running: 'aa', bird: 'link_a', rules: 'same' },
  y: { running: 'bb', bird: 'link_b', rules: 'same' },
};

test('a node is one content only if all of its parts are', () => {
  assert.equal(judge(whole.x, whole).side, 'x');
  assert.equal(judge(whole.y, whole).side, 'y');
  const mixed = judge({ ...whole.x, bird: 'link_b' }, whole);
  assert.deepEqual(mixed, { side: undefined, parts: 'running x, bird y, rules x=y' });
  assert.equal(judge({ ...whole.x, rules: 'other' }, whole).parts, 'running x, bird x, rules neither');
  assert.equal(judge({ ...whole.x, bird: 'link_b' }, whole, ['running', 'rules']).side, 'x');
});

const printed = (journals: [string, string], wireguard = '') => `## before
${journals[0]}
## files
abc
## wireguard
${wireguard}
## bird
BIRD 2.0.12 ready.
Name       Proto      Table      State  Since         Info
link_a     BGP        ---        up     2026-01-01    Established
    Neighbor AS:      65002
      Import limit:   1000
## after
${journals[1]}
`;
const journal = (state: string) => JSON.stringify({ phase: { state }, running: { digest: 'aa' } });

test('what a node printed is taken apart, without endpoints, keys and what changes by itself', () => {
  const config =
    '# tl-a\n[Interface]\nPrivateKey = c2VjcmV0\n[Peer]\nEndpoint = 192.0.2.1:5\nPersistentKeepalive = 25';
  const { state, snapshot } = readLook(printed([journal('confirmed'), journal('confirmed')], config));
  assert.equal(state, 'confirmed');
  assert.equal(snapshot.running, 'aa');
  assert.equal(snapshot.bird, 'link_a BGP\nNeighbor AS:      65002\nImport limit:   1000');
  assert.match(
    snapshot.wireguard ?? '',
    /^# tl-a\n\[Interface\]\nPrivateKey [0-9a-f]{12}\n\[Peer\]\nPersistentKeepalive = 25/,
  );
});

test('a look during which the journal changed, or was not there, tells no state', () => {
  assert.equal(readLook(printed([journal('switching'), journal('proving')])).state, undefined);
  assert.equal(readLook(printed(['', ''])).state, undefined);
  assert.equal(readLook('').state, undefined);
});

const causes: [reason: string, kind: string, call: string, names: boolean][] = [
  ['switching, links: tl-a: wg set tl-a: exit code 1: injected fault', 'command', 'wg set tl-a', true],
  ['switching, links: ip link: exit code 1: injected fault', 'command', 'wg set tl-a', false],
  [
    'wg show all dump: EAGAIN: resource temporarily unavailable, spawn wg',
    'command',
    'wg show all dump',
    true,
  ],
  ['after 10 s: the controller did not confirm', 'command', 'wg show all dump', false],
  ['staging: EIO: i/o error, open', 'file', 'open x', true],
  ['no room in /var/lib: 1 KiB are free', 'handle', 'sync x', false],
  ['BIRD does not answer at /run/bird: connect ECONNREFUSED', 'bird', 'bird', true],
  ['BIRD does not take the configuration: injected fault', 'bird', 'bird', true],
  ['', 'bird', 'bird', false],
  ['', 'file', 'open x', false],
];
for (const [reason, kind, call, names] of causes) {
  test(`'${reason}' ${names ? 'names' : 'does not name'} a ${kind} that failed`, () => {
    assert.equal(namesCause(reason, kind, call), names);
  });
}

const count = { all: 1, rollback: 0 };
const hit: Point = { id: 'a', kind: 'file', call: 'open x', ofKind: count };
const settled = { id: 'once file 001 EIO', node: 'n', hit, side: 'x', detail: '', isStuck: false } as const;
const told = { outcome: 'applying', reason: 'staging: EIO: i/o error, open' };
const verdicts: [
  what: string,
  verdict: string,
  isGood: boolean,
  settled: Parameters<typeof outcomeOf>[0],
  told?: typeof told,
][] = [
  ['was not applied and told', 'not applied, told', true, settled, told],
  ['was not applied and not told', 'unreported', false, settled],
  ['was applied all the same', 'applied', true, { ...settled, side: 'y' }],
  ['is neither', 'half applied', false, { ...settled, side: undefined }, told],
  ['never came to rest', 'stuck', false, { ...settled, isStuck: true }, told],
  ['had no such call', 'past the end', true, { ...settled, hit: undefined, side: 'y' }],
  [
    'is back although its rollback failed once',
    'rolled back',
    true,
    { ...settled, id: 'rollback file 001 EIO' },
  ],
];
for (const [what, verdict, isGood, node, known] of verdicts) {
  test(`a node that ${what} counts as '${verdict}'`, () => {
    const outcome = outcomeOf(node, 'x', known);
    assert.deepEqual([outcome.verdict, outcome.isGood], [verdict, isGood]);
  });
}
