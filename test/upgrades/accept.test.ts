import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNewOrder, nodeTooOld } from '../../agent/upgrade/accept.ts';
import type { UpgradeJournal } from '../../agent/upgrade/journal.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import type { AgentOrder } from '../../shared/gen/towline/v1/AgentOrder.ts';
import { headLine, mostAgentBytes, readAgentHead } from '../../shared/upgrade/agent-file.ts';
import {
  checkAgentConfirmation,
  openAgentOrder,
  signAgentConfirmation,
  signAgentOrder,
} from '../../shared/upgrade/order.ts';

const order: AgentOrder = {
  networkId: 'n',
  nodeId: 7,
  epoch: 2,
  number: 5,
  version: '1.2.0',
  sha256: Buffer.alloc(32, 1),
  length: 1000,
  leastNode: '20.19',
  windowS: 60,
};
const seen = {
  digest: '01'.repeat(32),
  version: '1.2.0',
  epoch: 2,
  number: 5,
  outcome: 'rolledBack',
  reason: '',
} as const;
const journalWith = (last: object): UpgradeJournal => ({
  version: 1,
  networkId: 'n',
  last: { ...seen, ...last },
});
const rules = { networkId: 'n', nodeId: 7, epoch: 1, journal: { version: 1 } as UpgradeJournal };

describe('an order to become another agent', () => {
  it('is new when it is higher than the last one, of this epoch or a later one', () => {
    assert.equal(isNewOrder(order, rules), true);
    assert.equal(isNewOrder(order, { ...rules, journal: journalWith({ number: 4 }) }), true);
    assert.equal(isNewOrder(order, { ...rules, journal: journalWith({ epoch: 1, number: 90 }) }), true);
    assert.equal(isNewOrder(order, { ...rules, journal: journalWith({}) }), false);
    // Of a network that the router has left.
    assert.equal(
      isNewOrder(order, { ...rules, journal: { ...journalWith({ number: 9 }), networkId: 'm' } }),
      true,
    );
  });

  const refused: [change: Partial<AgentOrder>, journal: UpgradeJournal, RegExp][] = [
    [{ networkId: 'm' }, rules.journal, /another network/],
    [{ nodeId: 8 }, rules.journal, /for node 8, this is 7/],
    [{ epoch: 0 }, rules.journal, /epoch 0 is over/],
    [{ sha256: Buffer.alloc(0) }, rules.journal, /names no file/],
    [{ length: 0 }, rules.journal, /0 bytes/],
    [{ length: mostAgentBytes + 1 }, rules.journal, /bytes are|are the most/],
    [{ windowS: 0 }, rules.journal, /window is 0 s/],
    [{ windowS: 4_000_000 }, rules.journal, /window is 4000000 s/],
    [{}, journalWith({ number: 6 }), /older than 6 of epoch 2/],
    [{}, journalWith({ digest: '02'.repeat(32) }), /named another file before/],
  ];
  for (const [change, journal, reason] of refused)
    it(`is refused: ${reason.source}`, () => {
      assert.throws(() => isNewOrder({ ...order, ...change }, { ...rules, journal }), reason);
    });

  it('counts with the signature of the controller alone, over these bytes', () => {
    const [own, other] = [generateSigningKeyPair(), generateSigningKeyPair()];
    const signed = signAgentOrder(own.privateKey, order);
    assert.deepEqual(openAgentOrder(own.publicKey, signed), order);
    assert.throws(() => openAgentOrder(other.publicKey, signed), /not signed by the controller/);
    for (let index = 0; index < signed.order.length; index += 7) {
      const bytes = Buffer.from(signed.order);
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      assert.throws(() => openAgentOrder(own.publicKey, { ...signed, order: bytes }), /not signed/);
    }
  });

  it('is proved by a confirmation of exactly what was asked', () => {
    const { privateKey, publicKey } = generateSigningKeyPair();
    const { networkId, nodeId, number, version, sha256 } = order;
    const asked = { networkId, nodeId, number, version, sha256, nonce: Buffer.alloc(32, 9) };
    const check = (said: typeof asked, key = privateKey) =>
      checkAgentConfirmation(publicKey, asked, signAgentConfirmation(key, said));
    check(asked);
    for (const change of [
      { networkId: 'm' },
      { nodeId: 8 },
      { number: 4 },
      { version: '1.1.0' },
      { sha256: Buffer.alloc(32) },
      { nonce: Buffer.alloc(32) },
    ])
      assert.throws(() => check({ ...asked, ...change }), /answers another question/, JSON.stringify(change));
    assert.throws(() => check(asked, generateSigningKeyPair().privateKey), /not signed by the controller/);
  });

  it('needs a Node.js that the agent runs on', () => {
    assert.equal(nodeTooOld(order, '20.19.0'), undefined);
    assert.equal(nodeTooOld(order, '22.1.0'), undefined);
    assert.match(
      nodeTooOld(order, '18.20.4') ?? '',
      /agent 1\.2\.0 needs Node\.js 20\.19, and this router has 18\.20\.4/,
    );
  });
});

describe("an agent's file", () => {
  const file = (second: string) => Buffer.from(`#!/usr/bin/env node\n${second}\nmore();\n`);
  it('says what it is in its second line, and nothing of it is run', () => {
    const head = { version: '0.2.0~git20261130.abc', leastNode: '20.19' };
    assert.deepEqual(readAgentHead(file(headLine(head))), head);
  });

  const odd: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(5000)],
    ['an agent of before', file('import x from "y";')],
    ['no hash bang', Buffer.from(headLine({ version: '1', leastNode: '20' }))],
    ['a broken constant', file('const towlineAgent = {"version":"1;')],
    ['a version that is a path', file('const towlineAgent = {"version":"../../x","leastNode":"20"};')],
    [
      'a version that steers a terminal',
      file('const towlineAgent = {"version":"1\\u001b[2J","leastNode":"20"};'),
    ],
    [
      'a version as long as a book',
      file(`const towlineAgent = {"version":"${'1'.repeat(65)}","leastNode":"20"};`),
    ],
    ['no least version', file('const towlineAgent = {"version":"1"};')],
    ['a least version of words', file('const towlineAgent = {"version":"1","leastNode":"latest"};')],
    [
      'a constant far down',
      Buffer.concat([
        file('//'),
        Buffer.alloc(2000, 10),
        Buffer.from(headLine({ version: '1', leastNode: '20' })),
      ]),
    ],
  ];
  for (const [name, content] of odd)
    it(`is none: ${name}`, () => {
      assert.throws(() => readAgentHead(content), /no agent that can be sent to routers/);
    });

  it('is not as large as it likes', () => {
    assert.throws(() => readAgentHead(Buffer.alloc(mostAgentBytes + 1)), /has more than the \d+ bytes/);
  });
});
