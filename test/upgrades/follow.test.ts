import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { onlySigner } from '../../agent/keys/signers.ts';
import type { ControllerClient } from '../../agent/session/client.ts';
import { readUpgradeJournal } from '../../agent/upgrade/journal.ts';
import { upgradeObstacle } from '../../agent/upgrade/obstacle.ts';
import { BecomeAnother, createUpgrades, type UpgradePorts } from '../../agent/upgrade/upgrades.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AgentOrder } from '../../shared/gen/towline/v1/AgentOrder.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createWake } from '../../shared/os/wake.ts';
import { signAgentOrder } from '../../shared/upgrade/order.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { agentOf } from './told.ts';

const signing = generateSigningKeyPair();
const content = agentOf('0.2.0');

describe('an agent that is told to become another one', () => {
  let folder: string;
  let agents: string;
  const ended = new Set<AbortController>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-follow-'));
    agents = join(folder, 'agents');
  });
  afterEach(() => {
    for (const controller of ended) controller.abort();
    rmSync(folder, { recursive: true });
  });

  const order = (change: Partial<AgentOrder> = {}): AgentOrder => ({
    ...{ networkId: 'n', nodeId: 7, epoch: 1, number: 3, version: '0.2.0', leastNode: '20.19', windowS: 60 },
    ...{ sha256: sha256(content), length: content.length },
    ...change,
  });
  const begin = (own: Partial<UpgradePorts> = {}, parts: readonly Buffer[] | TowlineError = [content]) => {
    const client: ControllerClient = {
      ...new FakeController().open(),
      async *fetchAgent() {
        if (parts instanceof TowlineError) throw parts;
        for (const part of parts) yield { content: part };
      },
    };
    const upgrades = createUpgrades({
      ...{ clock: systemClock, log: silentLog, wake: createWake(), signers: onlySigner(signing.publicKey) },
      ...{ networkId: 'n', nodeId: 7, epoch: 1, paths: { agents }, launched: undefined, args: ['run'] },
      run: async () => '{"version":"0.2.0"}',
      freeSpace: async () => ({ bytes: 1e9, inodes: undefined, blockSize: 4096 }),
      client: () => client,
      openClient: () => client,
      isUp: () => true,
      atRest: (task) => task(),
      onProved: () => undefined,
      ...own,
    });
    const controller = new AbortController();
    ended.add(controller);
    const run = upgrades.run(controller.signal);
    run.catch(() => undefined);
    return {
      ...upgrades,
      run,
      tell: (one: AgentOrder) => upgrades.heard(signAgentOrder(signing.privateKey, one)),
    };
  };

  it('fetches it, starts it beside, notes the trial and ends, with a file that is its own alone', async () => {
    const commands: string[][] = [];
    const upgrades = begin({
      run: async (...[, args]) => {
        commands.push([...args]);
        return '{"version":"0.2.0"}';
      },
    });
    upgrades.tell(order());
    await assert.rejects(upgrades.run, BecomeAnother);
    const file = join(agents, sha256(content).toString('hex'), 'towline-agent.mjs');
    assert.deepEqual(commands, [[file, 'self-check', '--json']]);
    assert.deepEqual([statSync(agents).mode & 0o777, statSync(file).mode & 0o777], [0o700, 0o600]);
    const { trial, networkId } = readUpgradeJournal(agents);
    assert.deepEqual([trial?.number, trial?.attempts, trial?.windowS, networkId], [3, 0, 60, 'n']);
  });

  const refused: [name: string, Partial<AgentOrder>, Parameters<typeof begin>, RegExp][] = [
    ['needs a newer Node.js', { leastNode: '99' }, [], /needs Node\.js 99/],
    [
      'is another file than was signed',
      {},
      [{}, [Buffer.from(content).fill('y', 500, 501)]],
      /not the one that was signed/,
    ],
    ['is longer than was signed', {}, [{}, [content, Buffer.from('x')]], /longer than was signed/],
    [
      'does not start',
      {},
      [{ run: () => Promise.reject(new Error('SyntaxError')) }],
      /does not start: SyntaxError/,
    ],
    [
      'is of another version',
      {},
      [{ run: async () => '{"version":"0.3.0"}' }],
      /says that it is 0\.3\.0, not 0\.2\.0/,
    ],
    ['says nothing', {}, [{ run: async () => '' }], /says that it is no agent/],
  ];
  for (const [name, change, ports, reason] of refused)
    it(`refuses for good one that ${name}, and says why`, async () => {
      const upgrades = begin(...ports);
      upgrades.tell(order(change));
      const status = await until('it has ended', () => {
        const now = upgrades.status();
        return now?.state === 'refused' ? now : undefined;
      });
      assert.match(status.reason, reason);
      assert.equal(readUpgradeJournal(agents).trial, undefined);
      assert.equal(readUpgradeJournal(agents).last?.outcome, 'refused');
      assert.deepEqual(begin(...ports).status(), status);
    });

  const putOff: [name: string, Parameters<typeof begin>, RegExp][] = [
    ['a bundle is on its way', [{ atRest: async () => undefined }], /a bundle is on its way/],
    ['the controller is away', [{}, new TowlineError('unavailable', 'no connection')], /no connection/],
    ['the line breaks', [{}, [content.subarray(0, 1000)]], /1000 of \d+ bytes came/],
    [
      'there is no room',
      [{ freeSpace: async () => ({ bytes: 1000, inodes: 9, blockSize: 1 }) }],
      /no room in .*make some/,
    ],
  ];
  for (const [name, ports, reason] of putOff)
    it(`puts it off while ${name}`, async () => {
      const upgrades = begin(...ports);
      upgrades.tell(order());
      const status = await until('it waits', () => {
        const now = upgrades.status();
        return now?.state === 'waiting' ? now : undefined;
      });
      assert.match(status.reason, reason);
      assert.deepEqual(existsSync(join(agents, 'journal.json')), false);
      assert.ok(existsSync(agents) ? readdirSync(agents).every((file) => !file.endsWith('.staging')) : true);
    });

  it('follows no order that somebody else signed, that is for another node, or older than one it has followed', async () => {
    const upgrades = begin({ run: async () => '' });
    upgrades.tell(order());
    await until('it is refused', () => upgrades.status()?.state === 'refused');
    upgrades.heard(signAgentOrder(generateSigningKeyPair().privateKey, order({ number: 9 })));
    upgrades.tell(order({ number: 2 }));
    upgrades.tell(order({ number: 9, nodeId: 8 }));
    upgrades.tell(order({ number: 4 }));
    await until('the one after them is followed', () => upgrades.status()?.number === 4);
  });

  for (const [name, damage] of [
    ['the disk does not give', () => mkdirSync(join(agents, 'journal.json'))],
    ['is damaged and was not set aside', () => writeFileSync(join(agents, 'journal.json'), '{')],
  ] as const)
    it(`runs on with a journal that ${name}, says so, and follows no order meanwhile`, async () => {
      mkdirSync(agents);
      damage();
      const warned: string[] = [];
      const warn = (...words: [object, string] | [string]) => void warned.push(`${words.at(-1)}`);
      const log = { ...silentLog, warn };
      const launched = { digest: 'a'.repeat(64), say: () => undefined };
      const trial = { number: 3, nonce: '', answerFile: join(agents, 'confirmation.json') };
      const upgrades = begin({ log, launched: { ...launched, trial } });
      assert.deepEqual([upgrades.status(), upgrades.isOnTrial()], [undefined, false]);
      upgrades.tell(order());
      await until('the order is passed over', () => warned.some((text) => /is not followed/.test(text)));
      assert.match(warned[0] ?? '', /the journal of agents cannot be read/);
      assert.deepEqual(readdirSync(agents), ['journal.json']);
      rmSync(join(agents, 'journal.json'), { recursive: true });
      upgrades.tell(order());
      await assert.rejects(upgrades.run, BecomeAnother);
    });

  it('cannot where nothing starts it again, or its image brings it', () => {
    assert.equal(upgradeObstacle({ TOWLINE_SUPERVISED: '1' }, 77), '');
    assert.match(upgradeObstacle({}, 77), /nothing would start it again/);
    assert.match(upgradeObstacle({ TOWLINE_SUPERVISED: '1' }, 1), /in a container/);
  });
});
