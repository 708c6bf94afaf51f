import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree } from './fleet.ts';

const fleet = fleetOfThree();
const { desired } = fleet;
const names = ['berlin', 'hamburg', 'munich'] as const;
const all = () => names.map(desired);

describe('activate', () => {
  it('takes nodes, sites and groups, each more than once, and means all that any of them means', async () => {
    const { harness } = fleet;
    await harness.json('set', 'groups', '["default", "edge"]', '--site', 'munich');
    await harness.json('commit', '-m', 'first');
    const one = await harness.json('activate', '--site', 'berlin');
    assert.deepEqual([one.changed_nodes, all()], [['berlin'], [1, 0, 0]]);
    const two = await harness.json('activate', '1', '--group', 'edge', '--site', 'berlin');
    assert.deepEqual([two.changed_nodes, two.announced_nodes, all()], [['munich'], ['berlin'], [1, 0, 1]]);
    const rest = await harness.json('activate', '--node', 'hamburg', '--node', 'munich', '--group', 'edge');
    assert.deepEqual([rest.changed_nodes, rest.announced_nodes], [['hamburg'], ['munich']]);
  });

  it('takes sites and groups as the release has them, whatever was edited since', async () => {
    const { harness } = fleet;
    await harness.json('set', 'groups', '["default", "edge"]', '--site', 'munich');
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'groups', '["default", "edge"]', '--site', 'berlin');
    await harness.json('set', 'groups', '["default"]', '--site', 'munich');
    assert.deepEqual((await harness.json('activate', '--group', 'edge')).changed_nodes, ['munich']);
    await harness.json('set', 'confirm.window_s', '77');
    await harness.json('commit', '-m', 'second');
    assert.deepEqual((await harness.json('activate', '1', '--group', 'edge')).announced_nodes, ['munich']);
    assert.deepEqual((await harness.json('activate', '--group', 'edge')).changed_nodes, ['berlin']);
  });

  it('means every node with --all, as without anything', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate', '--all');
    assert.deepEqual(all(), [1, 1, 1]);
  });

  const unknown: [string[], RegExp][] = [
    [['--node', 'berlim'], /there is no node "berlim": did you mean "berlin"\? See 'towline node list'/],
    [['--site', 'hamburgg'], /there is no site "hamburgg": did you mean "hamburg"\? See 'towline site list'/],
    [['--group', 'defalt'], /there is no group "defalt": did you mean "default"\?/],
    [['--site', 'berlin', '--group', 'x'], /there is no group "x": see 'towline node show NODE'/],
    [['--site', ''], /there is no site ""/],
    [['--site', 'empty'], /the release has no bundle for any node of site empty: see 'towline status'/],
    [['--node', 'later'], /the release has no bundle for a node later/],
    [['7', '--site', 'berlin'], /there is no release 7/],
  ];
  it('refuses a name that is none and changes nothing, least of all for everybody', async () => {
    const { harness } = fleet;
    await harness.json('site', 'add', 'empty');
    await harness.json('node', 'add', 'empty/later');
    await harness.json('commit', '-m', 'first');
    for (const [args, message] of unknown) {
      const { code, out, err } = await harness.cli('activate', ...args);
      assert.deepEqual([code, out], [1, ''], args.join(' '));
      assert.match(err, message);
      assert.equal(err.trim().split('\n').length, 1);
    }
    assert.deepEqual(all(), [0, 0, 0]);
  });

  it('skips nodes of a site that no router is enrolled as', async () => {
    const { harness } = fleet;
    await harness.json('node', 'add', 'berlin/spare');
    await harness.json('commit', '-m', 'first');
    assert.deepEqual((await harness.json('activate', '--site', 'berlin')).changed_nodes, ['berlin']);
  });

  it("activates a node's removal by its site, which the inventory has no more", async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('site', 'remove', 'munich');
    await harness.json('commit', '-m', 'without munich');
    assert.deepEqual((await harness.json('activate', '--site', 'munich')).changed_nodes, ['munich']);
    assert.equal(harness.controller.store.nodes.findByName('munich'), undefined);
    assert.deepEqual([desired('berlin'), desired('hamburg')], [1, 1]);
  });

  it('takes nodes, sites and groups while the inventory is broken', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.write('sites/berlin/site.toml', 'asn = "x"\n');
    assert.equal((await harness.cli('activate', '--site', 'hamburg', '--node', 'berlin')).code, 0);
    assert.deepEqual(all(), [1, 1, 0]);
    assert.equal((await harness.cli('activate', '--group', 'default')).code, 0);
    assert.deepEqual(all(), [1, 1, 1]);
  });

  it('waits with --wait for those that were chosen only', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    const ran = await harness.cli('activate', '--site', 'berlin', '--wait', '--timeout', '0.1', '--json');
    const document = JSON.parse(ran.out) as Record<string, unknown>;
    assert.deepEqual([ran.code, document.ok, document.away, document.waiting], [1, false, ['berlin'], []]);
  });
});
