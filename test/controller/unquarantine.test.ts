import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../fakes/until.ts';
import { fleetOfThree } from './fleet.ts';

const quarantinedDigest = Buffer.alloc(32, 7);
const failed = {
  quarantinedDigest,
  lastApply: { release: 1, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason: 'proving, sessions: none' },
};

describe('node unquarantine', () => {
  const fleet = fleetOfThree();
  const released = async () => {
    await fleet.harness.json('commit', '-m', 'first');
    await fleet.harness.json('activate');
  };

  it('tells the node to try again, with a number that grows', async () => {
    const { harness, routers } = fleet;
    await released();
    const watch = await routers.berlin.watch();
    const retries = () => watch.seen.flatMap(({ desiredRelease }) => desiredRelease?.retry ?? []);
    await until('the watch has begun', () => retries().length === 1);
    await routers.berlin.report(failed);
    assert.deepEqual(await harness.json('node', 'unquarantine', 'berlin'), {
      node: 'berlin',
      release: 1,
      connected: true,
    });
    await until('the node is told', () => retries().length === 2);
    await harness.json('node', 'unquarantine', 'berlin');
    await until('the node is told again', () => retries().length === 3);
    const [before = 0, first = 0, second = 0] = retries();
    assert.deepEqual([before, first > before, second > first], [0, true, true]);
    // Of what a backup brings back it is more than ever before.
    assert.ok(first >= Math.floor(Date.now() / 1000) - 60);
    const text = await harness.cli('node', 'unquarantine', 'berlin');
    assert.match(text.out, /^node berlin tries release 1 now; see 'towline status'$/m);
    watch.cancel();
  });

  const refused: [args: string[], code: number, message: RegExp][] = [
    [['berlim'], 1, /no router is enrolled as "berlim", did you mean "berlin"\?: see 'towline status'/],
    [['__proto__'], 1, /no router is enrolled as "__proto__"/],
    [[''], 1, /no router is enrolled as ""/],
    [['berlin\u001b[2J'], 1, /no router is enrolled as "berlin\\u001b\[2J"/],
    [['munich'], 1, /node munich reports no bundle in quarantine/],
    [['hamburg'], 1, /node hamburg reports no bundle in quarantine/],
    [[], 2, /missing required argument/],
    [['berlin', 'hamburg'], 2, /too many arguments/],
  ];
  it('refuses a name that is none, and a node without a bundle in quarantine', async () => {
    const { harness, routers } = fleet;
    await released();
    await routers.hamburg.report({ quarantinedDigest: Buffer.alloc(0) });
    for (const [args, code, message] of refused) {
      const ran = await harness.cli('node', 'unquarantine', ...args);
      assert.deepEqual([ran.code, ran.out], [code, ''], args.join());
      assert.match(ran.err, message);
    }
  });

  it('has no release to try while none is activated', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await routers.berlin.report(failed);
    assert.match((await harness.cli('node', 'unquarantine', 'berlin')).err, /should run no release/);
  });

  it('shows quarantine, BIRD and drift in the status, and as metrics with the node as label', async () => {
    const { harness, routers } = fleet;
    await released();
    const links = [{ peer: 'hamburg', interface: 'tl-hamburg', prefixLimitHit: true }];
    await routers.berlin.report({ ...failed, birdState: 'silent', drift: ['a', 'b'], links });
    await routers.hamburg.reportRunning(1);
    const status = await harness.json('status');
    const nodes = status.nodes as {
      name: string;
      quarantined_digest: string | null;
      bird_state: string | null;
    }[];
    const shown = nodes.map((node) => [node.name, node.quarantined_digest, node.bird_state]);
    assert.deepEqual(shown.sort(), [
      ['berlin', quarantinedDigest.toString('hex'), 'silent'],
      ['hamburg', null, null],
      ['munich', null, null],
    ]);
    const { out } = await harness.cli('status');
    assert.match(
      out,
      /berlin: quarantined, runs release none until a newer one or 'towline node unquarantine berlin'/,
    );
    assert.match(out, /berlin: hamburg sends more prefixes than bgp\.import_limit admits/);
    const base = `http://127.0.0.1:${harness.controller.listening().http}`;
    const metrics = await (await fetch(`${base}/metrics`)).text();
    for (const line of [
      'towline_node_drift{node="berlin"} 2',
      'towline_node_drift{node="hamburg"} 0',
      'towline_node_prefix_limits_hit{node="berlin"} 1',
      'towline_node_prefix_limits_hit{node="hamburg"} 0',
      'towline_node_quarantined{node="berlin"} 1',
      'towline_node_quarantined{node="hamburg"} 0',
      'towline_node_bird_state{node="berlin",state="silent"} 1',
      'towline_node_bird_state{node="hamburg",state="unknown"} 1',
    ])
      assert.ok(metrics.includes(`${line}\n`), `${line} in\n${metrics}`);
    assert.ok(metrics.includes('towline_node_state{node="munich",state="away"} 1\n'), metrics);
    assert.doesNotMatch(metrics, /towline_node_(?:drift|quarantined|bird_state)\{node="munich"/);
    // What a node may say has bounds.
    await assert.rejects(routers.berlin.report({ birdState: 'x'.repeat(300) }), /too large/);
    await assert.rejects(routers.berlin.report({ quarantinedDigest: Buffer.alloc(7) }), /has not 32 bytes/);
  });

  it('says in the status what is wrong with a BIRD', async () => {
    const { harness, routers } = fleet;
    await released();
    const { bundleDigest } = (await routers.berlin.fetch(1)).manifest;
    const runs = { runningRelease: 1, runningDigest: bundleDigest };
    for (const [birdState, words] of [
      ['absent', /berlin: BIRD does not run/],
      ['silent', /berlin: BIRD runs and does not answer/],
      ['\u001b[2J', /berlin: BIRD is in a state that is not known/],
    ] as const) {
      await routers.berlin.report({ ...runs, birdState });
      assert.match((await harness.cli('status')).out, words);
    }
    await routers.berlin.report({ ...runs, birdState: 'running' });
    assert.doesNotMatch((await harness.cli('status')).out, /BIRD/);
  });
});
