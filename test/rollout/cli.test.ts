import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree } from '../controller/fleet.ts';
import { until } from '../fakes/until.ts';

type Name = 'berlin' | 'hamburg' | 'munich';
const all = ['berlin', 'hamburg', 'munich'] as const;

interface Shown {
  readonly state: string;
  readonly reason: string | null;
  readonly nodes: readonly {
    name: string;
    state: string;
    wave: number | null;
    canary: boolean;
    reason: string | null;
  }[];
}

const fleet = fleetOfThree();
const store = () => fleet.harness.controller.store;
const peersOf = (name: Name) => all.filter((other) => other !== name);
const links = (name: Name, down: readonly string[] = []) =>
  peersOf(name).map((peer) => ({
    peer,
    bgpState: down.includes(peer) ? 'Active' : 'Established',
    bfdState: down.includes(peer) ? 'Down' : 'Up',
  }));
/** A first release runs everywhere, and a second one waits. */
const running = async () => {
  await fleet.harness.json('commit', '-m', 'first');
  await fleet.harness.json('activate');
  for (const name of all) {
    await fleet.routers[name].watch();
    await fleet.routers[name].reportRunning(1, { links: links(name) });
  }
  await fleet.harness.json('set', 'confirm.window_s', '77');
  await fleet.harness.json('commit', '-m', 'second');
};
const status = async (): Promise<{ code: number; rollout: Shown }> => {
  const ran = await fleet.harness.cli('rollout', 'status', '--json');
  return { code: ran.code, rollout: JSON.parse(ran.out) as Shown };
};
const inState = ({ nodes }: Shown, state: string) =>
  nodes.flatMap((node) => (node.state === state ? node.name : []));
const untilTold = (name: Name, release = 2) =>
  until(`${name} is told`, () => fleet.desired(name) === release);
const goesBack = async (name: Name, release: number) => {
  const lastApply = { release, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason: 'proving, \u001b[31msessions' };
  const { content } = store().bundles.find(fleet.routers[name].answer.nodeId, 1) ?? {};
  await fleet.routers[name].report({
    runningRelease: 1,
    runningDigest: content?.digest,
    lastApply,
    links: links(name),
  });
};

describe('a rollout by the command line', () => {
  it('shows its waves first, goes wave by wave, waits for links, and ends with the release active', async () => {
    const { harness, routers } = fleet;
    await running();
    const dry = await harness.json('activate', '--canary', 'hamburg', '--wave', '1', '--dry-run');
    assert.equal(dry.rollout, null);
    assert.deepEqual(
      (dry.waves as { nodes: string[]; canaries: boolean }[]).map(({ nodes, canaries }) => [nodes, canaries]),
      [
        [['hamburg'], true],
        [['munich'], false],
        [['berlin'], false],
      ],
    );
    assert.deepEqual(all.map(fleet.desired), [1, 1, 1]);
    assert.equal((await harness.cli('rollout', 'status')).code, 0);

    const begun = await harness.cli('activate', '2', '--canary', 'hamburg', '--wave', '1', '--pause', '0');
    assert.equal(begun.code, 0, begun.err);
    assert.match(begun.out, /wave 1 \(canaries\), 1 node: hamburg/);
    await untilTold('hamburg');
    const { code, rollout } = await status();
    assert.deepEqual([code, rollout.state, inState(rollout, 'told')], [3, 'running', ['hamburg']]);
    assert.match(
      (await harness.cli('status')).out,
      /rollout of release 2 running, wave 1: 2 to come, 1 on its way/,
    );

    // While it is under way nobody goes past it; a commit is no matter.
    for (const args of [['activate'], ['rollback', '1', '--yes'], ['activate', '--wave', '2']]) {
      const refused = await harness.cli(...args);
      assert.equal(refused.code, 1);
      assert.match(refused.err, /the rollout of release 2 is under way: see 'towline rollout status'/);
    }
    await harness.json('set', 'confirm.window_s', '88');
    assert.equal((await harness.json('commit', '-m', 'third')).release, 3);

    await routers.hamburg.reportRunning(2, { links: links('hamburg', ['berlin']) });
    await until('the link is missed', async () =>
      /its link to berlin worked before and does not/.test((await status()).rollout.nodes[1]?.reason ?? ''),
    );
    assert.equal(fleet.desired('munich'), 1);
    await routers.hamburg.reportRunning(2, { links: links('hamburg') });
    for (const name of ['munich', 'berlin'] as const) {
      await untilTold(name);
      await routers[name].reportRunning(2, { links: links(name) });
    }
    await until('it is done', async () => (await status()).rollout.state === 'done');
    const end = await harness.cli('rollout', 'status');
    assert.equal(end.code, 0);
    assert.match(end.out, /rollout 1 of release 2: done, 0 of at most 1 failed/);
    assert.equal((await harness.json('status')).active_release, 2);
    const listed = (await harness.json('rollout', 'list')).rollouts as { state: string; counts: object }[];
    assert.deepEqual(
      listed.map(({ state, counts }) => [state, counts]),
      [['done', { healthy: 3 }]],
    );
    assert.equal((await harness.cli('activate')).code, 0);
  });

  it('stops where a router goes back, also over a restart of the controller, and puts all back', async () => {
    const { harness, routers } = fleet;
    await running();
    await harness.json('activate', '--canary', 'hamburg', '--wave', '1', '--pause', '0');
    await untilTold('hamburg');
    await routers.hamburg.reportRunning(2, { links: links('hamburg') });
    await untilTold('munich');
    await goesBack('munich', 2);
    const ended = async () => (await status()).rollout.state !== 'running';
    await until('it stops', ended);
    const { code, rollout } = await status();
    assert.deepEqual([code, rollout.state, rollout.reason], [1, 'stopped', '1 of at most 1 failed: munich']);
    const shown = await harness.cli('rollout', 'status', '--watch');
    assert.equal(shown.code, 1);
    assert.match(shown.out, /munich +failed +2 +\ds +proving, .*sessions/);
    assert.ok(!shown.out.includes('\u001b[31m'));
    assert.match((await harness.cli('rollout', 'pause')).err, /has stopped and cannot be paused/);

    await harness.stop();
    await harness.start();
    assert.equal((await status()).rollout.state, 'stopped');
    assert.equal(fleet.desired('berlin'), 1);
    const aborted = await harness.json('rollout', 'abort', '--rollback');
    assert.equal(aborted.state, 'returning');
    await until('what was changed is taken back', () => all.every((name) => fleet.desired(name) === 3));
    const { actions } = { actions: (await harness.json('events')).events as { action: string }[] };
    const noted = actions.map(({ action }) => action).filter((action) => /rollout/.test(action));
    for (const action of [
      'begin-rollout',
      'rollout.begun',
      'rollout.node_failed',
      'rollout.stopped',
      'abort-rollout',
      'rollout.returning',
    ])
      assert.ok(noted.includes(action), `${action} in ${noted.join(' ')}`);
    assert.match((await harness.cli('plan', '--summary')).out, /3 changed/);
  });

  const wrong: [string[], number, RegExp][] = [
    [['--canary', '0'], 2, /--canary 0: expected a number of nodes from 1 up, or names/],
    [['--canary', ''], 2, /--canary "": expected a number/],
    [['--canary', '../../etc'], 2, /expected a number, or names/],
    [['--canary', '\u001b[2Jx'], 2, /expected a number, or names/],
    [['--canary', '999999999999'], 2, /expected a number of nodes/],
    [['--wave', '0'], 2, /--wave 0: expected/],
    [['--wave', '101%'], 2, /--wave 101%: expected/],
    [['--wave', '1e9'], 2, /--wave 1e9: expected/],
    [['--wave=-1'], 2, /--wave -1: expected/],
    [['--max-failures', '0'], 2, /--max-failures 0: expected/],
    [['--max-failures', '10 %'], 2, /--max-failures 10 %: expected/],
    [['--pause', '5'], 2, /--pause 5: expected a time/],
    [['--pause', '99999d'], 2, /--pause 99999d: expected a time/],
    [['--pause', 'manual'], 2, /--pause manual waits after the canaries: say which with --canary/],
    [['--margin', '-1s'], 2, /--margin/],
    [['--canary', 'frankfurt'], 1, /there is no enrolled node "frankfurt"/],
    [['9', '--wave', '1'], 1, /there is no release 9/],
    [['--wave', '1', '--node', 'nobody'], 1, /there is no node "nobody"/],
    [['--wave', '1', '--all', '--node', 'berlin'], 2, /--all excludes/],
  ];
  it('refuses what makes no sense, and begins nothing', async () => {
    const { harness } = fleet;
    await running();
    for (const [args, code, message] of wrong) {
      const ran = await harness.cli('activate', ...args);
      assert.equal(ran.code, code, `${args.join(' ')}: ${ran.err}`);
      assert.match(ran.err, message);
    }
    for (const verb of ['pause', 'resume', 'abort']) {
      const ran = await harness.cli('rollout', verb);
      assert.equal(ran.code, 1);
      assert.match(ran.err, /no rollout is under way: see 'towline rollout list'/);
    }
    assert.equal((await harness.cli('rollout', 'status', '7')).code, 1);
    assert.equal((await harness.cli('rollout', 'status', 'x')).code, 2);
    assert.equal((await harness.cli('rollout', 'list', '--limit', '0')).code, 2);
    assert.deepEqual([all.map(fleet.desired), store().rollouts.newest()], [[1, 1, 1], undefined]);
  });

  it('rolls nothing out where every router has it, and shows its state to Prometheus', async () => {
    const { harness, routers } = fleet;
    await running();
    const http = `http://127.0.0.1:${harness.controller.listening().http}/metrics`;
    const metrics = async () => (await fetch(http)).text();
    assert.match(await metrics(), /towline_rollout_state\{state="none"\} 1/);
    await harness.json('activate', '--wave', '1', '--site', 'berlin');
    await untilTold('berlin');
    const text = await metrics();
    assert.match(text, /towline_rollout_state\{state="running"\} 1/);
    assert.match(text, /towline_rollout_nodes\{state="told"\} 1/);
    await routers.berlin.reportRunning(2, { links: links('berlin') });
    await until('it is done', async () => (await status()).rollout.state === 'done');
    // Only what was chosen: the others have nothing of it.
    assert.deepEqual(all.map(fleet.desired), [2, 1, 1]);
    const again = await harness.cli('activate', '--wave', '1', '--site', 'berlin');
    assert.match(again.err, /release 2 is to change no router that is enrolled and has not proved it/);
  });
});
