import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { checkAgentConfirmation, openAgentOrder } from '../../shared/upgrade/order.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import type { Harness } from '../controller/harness.ts';
import { until } from '../fakes/until.ts';
import { agentOf } from './told.ts';

interface Run {
  readonly number: number;
  readonly state: string;
  readonly reason: string;
  readonly nodes: readonly {
    readonly node_name: string;
    readonly state: string;
    readonly step: string;
    readonly reason: string;
  }[];
}

const report = (number: number, state: string, reason = '') => ({
  agentUpgrade: { epoch: 1, number, state: `AGENT_UPGRADE_STATE_${state}`, reason },
});

describe('towline agent upgrade', () => {
  const fleet = fleetOfThree();
  const fileOf = (harness: Harness, version: string) => {
    const file = join(harness.dir, `agent-${version}.mjs`);
    writeFileSync(file, agentOf(version));
    return file;
  };
  const status = async (harness: Harness) => {
    const ran = await harness.cli('agent', 'upgrade', '--status', '--json');
    return { code: ran.code, run: JSON.parse(ran.out) as Run };
  };
  const stateOf = async (harness: Harness, node: string) =>
    (await status(harness)).run.nodes.find(({ node_name }) => node_name === node)?.state;
  const orderOf = ({ seen }: { seen: readonly WatchResponse[] }) =>
    seen.flatMap(({ agentOrder }) => agentOrder ?? []).at(-1);

  it('tells one router after the other, gives each the file, signs for it, and is done when all have proved it', async () => {
    const { harness, routers } = fleet;
    const content = agentOf('0.2.0');
    const watches = [await routers.berlin.watch(), await routers.hamburg.watch()];
    const begun = await harness.json(
      ...[
        'agent',
        'upgrade',
        fileOf(harness, '0.2.0'),
        '--node',
        'berlin',
        '--node',
        'hamburg',
        '--window',
        '30s',
      ],
    );
    const number = Number(begun.number);
    const [berlin, hamburg] = watches as [(typeof watches)[0], (typeof watches)[0]];
    const signed = await until('berlin is told', () => orderOf(berlin));
    assert.equal(orderOf(hamburg), undefined);
    const { signingPublicKey, networkId, nodeId } = routers.berlin.answer;
    const order = openAgentOrder(signingPublicKey, signed);
    assert.deepEqual(
      { ...order },
      {
        ...{ networkId, nodeId, epoch: 1, number, version: '0.2.0', sha256: sha256(content) },
        ...{ length: content.length, leastNode: '20.19', windowS: 30 },
      },
    );
    assert.ok((await routers.berlin.fetchAgent(number)).equals(content));
    assert.equal((await status(harness)).code, 3);

    const nonce = randomBytes(32);
    const asked = { number, sha256: sha256(content), version: '0.2.0', nonce };
    const answer = await routers.berlin.confirmAgent(asked);
    checkAgentConfirmation(signingPublicKey, { networkId, nodeId, ...asked }, answer);
    await routers.berlin.report(report(number, 'TRYING'));
    await until('it is seen', async () => (await status(harness)).run.nodes[0]?.step === 'trying');
    await routers.berlin.report(report(number, 'CONFIRMED'));
    await until('hamburg is told', () => orderOf(hamburg));
    await routers.hamburg.report(report(number, 'CONFIRMED'));
    const ended = await until('it is done', async () => {
      const now = await status(harness);
      return now.run.state === 'done' ? now : undefined;
    });
    assert.equal(ended.code, 0);
    for (const watch of watches) watch.cancel();
    const { events } = (await harness.json('events')) as { events?: { action: string }[] };
    if (events !== undefined) {
      const actions = events.map(({ action }) => action);
      for (const action of ['begin-agent-upgrade', 'agent.upgraded', 'agent_upgrade.done'])
        assert.ok(actions.includes(action), action);
    }
  });

  it('stops at the first router that goes back, keeps why, and tells it again what it was told after a restart', async () => {
    const { harness, routers } = fleet;
    const watch = await routers.berlin.watch();
    const { number } = (await harness.json(
      ...['agent', 'upgrade', fileOf(harness, '0.3.0'), '--node', 'berlin', '--node', 'hamburg'],
    )) as unknown as Run;
    await until('berlin is told', () => orderOf(watch));
    watch.cancel();
    const again = await routers.berlin.watch();
    await until('berlin is told again', () => orderOf(again));
    await routers.berlin.report(report(number, 'ROLLED_BACK', 'it ended 3 times: \u001b[2Jno luck'));
    await until('it stopped', async () => (await status(harness)).run.state === 'stopped');
    const { code, run } = await status(harness);
    assert.equal(code, 1);
    assert.match(run.reason, /^berlin: it ended 3 times: /);
    assert.deepEqual(
      [await stateOf(harness, 'berlin'), await stateOf(harness, 'hamburg')],
      ['failed', 'waiting'],
    );
    const text = await harness.cli('agent', 'upgrade', '--status');
    assert.match(text.out, /^berlin +failed +it ended 3 times/m);
    assert.ok(!text.out.includes('\u001b[2J'));
    // It has ended there: nobody is told any more.
    const last = await routers.berlin.watch();
    await until('the watch has begun', () => last.seen.length > 0);
    assert.equal(orderOf(last), undefined);
    for (const one of [again, last]) one.cancel();
  });

  it('gives the file and the confirmation to nobody who was not told, and for nothing else', async () => {
    const { harness, routers } = fleet;
    const watch = await routers.berlin.watch();
    const { number } = (await harness.json(
      ...['agent', 'upgrade', fileOf(harness, '0.4.0'), '--node', 'berlin'],
    )) as unknown as Run;
    await until('berlin is told', () => orderOf(watch));
    const right = { number, sha256: sha256(agentOf('0.4.0')), version: '0.4.0', nonce: Buffer.alloc(32, 1) };
    await assert.rejects(routers.hamburg.fetchAgent(number), /hamburg has no order/);
    await assert.rejects(routers.berlin.fetchAgent(number + 1), /berlin has no order/);
    await assert.rejects(routers.berlin.fetchAgent(0), /berlin has no order 0/);
    await assert.rejects(routers.hamburg.confirmAgent(right), /hamburg has no order/);
    for (const [change, reason] of [
      [{ number: number + 1 }, /no order/],
      [{ sha256: Buffer.alloc(32) }, /no order/],
      [{ sha256: Buffer.alloc(0) }, /no order/],
      [{ version: '0.3.0' }, /says that it is agent "0\.3\.0", and was told to become 0\.4\.0/],
      [{ version: 'x'.repeat(5000) }, /was told to become 0\.4\.0/],
      [{ nonce: Buffer.alloc(31) }, /nonce of a confirmation has 32 bytes/],
    ] as const)
      await assert.rejects(routers.berlin.confirmAgent({ ...right, ...change }), reason);
    await assert.rejects(
      harness.json('agent', 'upgrade', '0.4.0', '--node', 'munich'),
      /upgrade \d+ .* under way/,
    );
    await harness.json('agent', 'upgrade', '--abort');
    await assert.rejects(harness.json('agent', 'upgrade', '--abort'), /no upgrade of agents is under way/);
    await routers.berlin.report(report(number, 'REFUSED', 'agent 0.4.0 needs Node.js 30'));
    await until('it is noted', async () => (await stateOf(harness, 'berlin')) === 'failed');
    assert.equal((await status(harness)).run.state, 'aborted');
    watch.cancel();
  });

  it('leaves out a router whose agent is older than upgrades are, or that nothing starts again', async () => {
    const { harness, routers } = fleet;
    const old = await routers.berlin.watchWith({ agentVersion: '0.1.0', answersQuestions: true });
    const alone = await routers.hamburg.watchWith({
      knowsAgentOrders: true,
      agentObstacle: 'nothing would start it',
    });
    await harness.json('agent', 'upgrade', fileOf(harness, '0.5.0'), '--node', 'berlin', '--node', 'hamburg');
    await until('both are left out', async () => {
      const { run } = await status(harness);
      return run.nodes.every(({ state }) => state === 'left');
    });
    const reasons = (await status(harness)).run.nodes.map(({ reason }) => reason);
    assert.match(reasons[0] ?? '', /older than upgrades are: install the newer package/);
    assert.equal(reasons[1], 'nothing would start it');
    assert.equal((await status(harness)).code, 1);
    assert.deepEqual([orderOf(old), orderOf(alone)], [undefined, undefined]);
    const versions = await harness.cli('agent', 'versions');
    assert.match(versions.out, /^berlin .*older than upgrades are/m);
    assert.match(versions.out, /^0\.5\.0 +[0-9a-f]{12} +20\.19 /m);
    for (const watch of [old, alone]) watch.cancel();
  });

  const wrong: [args: string[], code: number, message: RegExp][] = [
    [[], 2, /say which agent/],
    [['0.2.0'], 2, /say for whom: --node, --site or --all/],
    [['0.2.0', '--all', '--node', 'berlin'], 2, /--all excludes/],
    [['0.2.0', '--all', '--at-once', '0'], 2, /0 is no number of routers/],
    [['0.2.0', '--all', '--at-once', '1e9'], 2, /no number of routers/],
    [['0.2.0', '--all', '--window', '5s'], 2, /--window 5s: expected a time from 10s to 15m/],
    [['0.2.0', '--all', '--window', 'long'], 2, /--window long/],
    [['./missing.mjs', '--all'], 2, /there is no file \.\/missing\.mjs/],
    [['/', '--all'], 2, /is no file/],
    [['/etc/hostname', '--all'], 1, /this is no agent/],
    [['7.7.7', '--all'], 1, /no agent "7\.7\.7" is kept here/],
    [['__proto__', '--all'], 1, /no agent "__proto__" is kept here/],
    [['0.2.0', '--node', 'berlim'], 1, /did you mean "berlin"/],
    [['0.2.0', '--site', 'berlim'], 1, /no router is enrolled at a site "berlim"/],
    [['0.2.0', '--status'], 2, /leave the agent out/],
    [['--status', '--abort'], 2, /excludes/],
  ];
  it('refuses what makes no sense, and says what would', async () => {
    for (const [args, code, message] of wrong) {
      const ran = await fleet.harness.cli('agent', 'upgrade', ...args);
      assert.deepEqual([ran.code, ran.out], [code, ''], `${args.join(' ')}: ${ran.err}`);
      assert.match(ran.err, message);
    }
  });
});
