import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree } from '../controller/fleet.ts';
import { until } from '../fakes/until.ts';

const link = (peer: string, bgpState = 'Established', bytes = 0) => ({
  peer,
  interface: `tl-${peer}`,
  bgpState,
  bfdState: bgpState === 'Established' ? 'Up' : 'Down',
  handshakeAgeS: 31,
  receivedBytes: bytes,
  sentBytes: 3 * bytes,
});

describe('towline status', () => {
  const fleet = fleetOfThree();

  /** All three run their release, with all links up. */
  async function allWell(): Promise<void> {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const others = {
      berlin: ['hamburg', 'munich'],
      hamburg: ['berlin', 'munich'],
      munich: ['berlin', 'hamburg'],
    };
    for (const name of ['berlin', 'hamburg', 'munich'] as const)
      await routers[name].reportRunning(1, {
        birdState: 'running',
        links: others[name].map((peer) => link(peer)),
      });
  }

  it('ends with 0 where all is well, and with 3 where anything is not', async () => {
    await allWell();
    const { harness, routers } = fleet;
    const well = await harness.cli('status');
    assert.equal(well.code, 0, well.out + well.err);
    assert.match(well.out, /^berlin - hamburg +up +\S+ +31s +Up +Established/m);
    const document = await harness.json('status');
    assert.deepEqual([document.health, document.troubles], ['ok', []]);
    await routers.berlin.reportRunning(1, {
      birdState: 'running',
      links: [link('hamburg', 'Active'), link('munich')],
    });
    const down = await harness.cli('status');
    assert.equal(down.code, 3);
    // The worst first.
    assert.match(down.out, /LINK.*\nberlin - hamburg +down.*Down\/Up +Active\/Established/);
    assert.deepEqual((await harness.json('status')).troubles, ['1 link down (berlin--hamburg)']);
  });

  it('shows only what is asked for, and is as well as that', async () => {
    await allWell();
    const { harness, routers } = fleet;
    await routers.munich.reportRunning(1, { birdState: 'silent', links: [link('berlin'), link('hamburg')] });
    const names = async (...args: string[]) =>
      ((await harness.json('status', ...args)).nodes as { name: string }[]).map(({ name }) => name).sort();
    assert.deepEqual(await names('--site', 'berlin'), ['berlin']);
    assert.deepEqual(await names('--site', 'berlin', '--site', 'munich'), ['berlin', 'munich']);
    assert.deepEqual(await names('--state', 'ok'), ['berlin', 'hamburg', 'munich']);
    assert.deepEqual(await names('--state', 'away'), []);
    const groups = ((await harness.json('status')).nodes as { groups: string[] }[]).flatMap(
      ({ groups }) => groups,
    );
    const [group = ''] = groups;
    assert.notEqual(group, '');
    assert.deepEqual(await names('--group', group), ['berlin', 'hamburg', 'munich']);
    assert.equal((await harness.cli('status', '--site', 'berlin')).code, 0);
    assert.equal((await harness.cli('status', '--site', 'munich')).code, 3);
    assert.match((await harness.cli('status', '--state', 'away')).out, /no node is like that/);
    const wrong = await harness.cli('status', '--state', 'broken');
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
    assert.match(wrong.err, /--state broken: name one of ok, pending, failed, away, not_enrolled/);
  });

  it('knows the groups of nodes no more, and all else, while the inventory is not in order', async () => {
    await allWell();
    const { harness } = fleet;
    await harness.write('network.toml', 'name = [');
    const { nodes } = (await harness.json('status')) as { nodes: { groups: string[]; condition: string }[] };
    assert.deepEqual(
      nodes.map(({ groups, condition }) => [groups, condition]),
      Array.from({ length: 3 }, () => [[], 'ok']),
    );
  });

  it('as a check says one line with the codes of Nagios, also when nobody answers', async () => {
    await allWell();
    const { harness, routers } = fleet;
    const check = async () => {
      const { code, out } = await harness.cli('status', '--check');
      return [code, out];
    };
    assert.deepEqual(await check(), [0, 'OK - 3 nodes, 3 of 3 links up | nodes=3 links=3 links_up=3\n']);
    await routers.hamburg.reportRunning(1, {
      birdState: 'running',
      drift: ['a'],
      links: [link('berlin'), link('munich')],
    });
    assert.deepEqual(await check(), [
      1,
      'WARNING - 1 node with drift (hamburg) | nodes=3 links=3 links_up=3\n',
    ]);
    await routers.munich.reportRunning(1, {
      birdState: 'absent',
      links: [link('berlin', 'Idle'), link('hamburg', 'Idle')],
    });
    assert.deepEqual(await check(), [
      2,
      'CRITICAL - 1 node without BIRD (munich); 2 links down (berlin--munich, hamburg--munich); 1 node with drift (hamburg) | nodes=3 links=3 links_up=1\n',
    ]);
    for (const place of [
      ['--site', 'no-such-site'],
      ['--group', 'no-such-group'],
      ['--site', 'berlin', '--site', 'berlim'],
    ]) {
      const checked = await harness.cli('status', ...place, '--check');
      assert.equal(checked.code, 3, 'nothing is well where nobody is');
      assert.match(checked.out, /^UNKNOWN - no node is of (site|group) "/);
      const looked = await harness.cli('status', ...place);
      assert.equal(looked.code, 1);
      assert.match(looked.err, /^towline: no node is of (site|group) "[\w-]+"[^\n]*: see 'towline /);
    }
    const away = await harness.cli('--socket', '/nonexistent/socket', 'status', '--check');
    assert.equal(away.code, 3);
    assert.match(away.out, /^UNKNOWN - .*\n$/);
    assert.equal((await harness.cli('status', '--check', '--watch')).code, 2);
  });

  it('shows what changed at a node, newest first, and how fast its links are', async () => {
    await allWell();
    const { harness, routers } = fleet;
    const berlin = (state: string, bytes: number) =>
      routers.berlin.reportRunning(1, {
        birdState: 'running',
        links: [link('hamburg', state, bytes), link('munich')],
      });
    await berlin('Active', 0);
    await until('time goes by', async () => {
      await berlin('Established', 1_000_000);
      const { links } = (await harness.json('status')) as {
        links: { b: string; a_to_b_bytes_per_s: number | null }[];
      };
      return links.some((one) => one.b === 'hamburg' && one.a_to_b_bytes_per_s !== null);
    });
    const { changes } = (await harness.json('node', 'history', 'berlin')) as {
      changes: { subject: string; name: string; from: string; to: string; at_ms: number }[];
    };
    const shown = changes.filter(({ name }) => name === 'hamburg').map(({ from, to }) => `${from}>${to}`);
    assert.deepEqual(shown, ['down>up', 'up>down', '>up']);
    assert.ok(Math.abs((changes[0]?.at_ms ?? 0) - Date.now()) < 60_000);
    const text = await harness.cli('node', 'history', 'berlin', '--limit', '1');
    assert.match(text.out, /TIME +WHAT +WAS +BECAME\n\S+Z +link hamburg +down +up\n$/);
    assert.equal((await harness.cli('node', 'history', 'berlim')).code, 1);
    for (const limit of ['0', '-1', 'x', '1e3', '100000'])
      assert.equal((await harness.cli('node', 'history', 'berlin', `--limit=${limit}`)).code, 2, limit);
  });
});
