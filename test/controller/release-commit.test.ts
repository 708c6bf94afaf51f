import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { gitIn } from '../../controller/git/repository.ts';
import { fleetOfThree, stateOf } from './fleet.ts';

const fleet = fleetOfThree();
const { desired } = fleet;

describe('commit', () => {
  it('makes a release, tags its rendered files, and makes none when nothing changes', async () => {
    const { harness } = fleet;
    assert.equal((await harness.cli('plan')).code, 2);
    await harness.json('set', 'vars.owner', 'ops');
    const first = await harness.json('commit', '-m', 'the first one', '--author', 'Ada <ada@example.net>');
    assert.deepEqual([first.release, first.changed_nodes], [1, ['berlin', 'hamburg', 'munich']]);
    assert.match(
      await harness.git('network', 'log', '-1', '--format=%an <%ae> %s'),
      /^Ada <ada@example.net> the first one/,
    );
    assert.equal(
      await harness.git('network', 'rev-parse', 'main'),
      await harness.git('inventory', 'rev-parse', 'main'),
    );

    const files = (await harness.git('rendered', 'ls-tree', '-r', '--name-only', 'v1')).trim().split('\n');
    assert.ok(files.includes('berlin/bird/bird.conf'));
    await assert.ok(files.includes('berlin/wireguard/tl-hamburg.conf'));
    const text = await harness.git('rendered', 'show', 'v1:berlin/wireguard/tl-hamburg.conf');
    assert.match(text, /@psk:berlin--hamburg:1/);
    assert.match(text, /@private/);

    const before = await stateOf(harness);
    assert.equal((await harness.cli('plan')).code, 0);
    const second = await harness.cli('commit', '-m', 'again');
    assert.deepEqual([second.code, second.out], [0, 'Nothing to commit, and no bundle changes.\n']);
    assert.deepEqual(await harness.json('commit', '-m', 'again'), {
      release: null,
      changed_nodes: [],
      committed: false,
      inventory_commit: (await harness.git('inventory', 'rev-parse', 'main')).trim(),
      warnings: [],
    });
    assert.equal(await stateOf(harness), before);
  });

  it('keeps an inventory edit that changes no bundle, without a release', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.write('network.toml', '# only a comment\nname = "example"\n');
    const document = await harness.json('commit', '-m', 'comment');
    const head = (await harness.git('inventory', 'rev-parse', 'main')).trim();
    assert.deepEqual([document.release, document.committed, document.inventory_commit], [null, true, head]);
    assert.match(await harness.git('inventory', 'show', 'main:network.toml'), /only a comment/);
    assert.equal(harness.controller.store.releases.newest(), 1);
    await harness.write('network.toml', '# another\nname = "example"\n');
    assert.match(
      (await harness.cli('commit', '-m', 'comment')).out,
      /^The inventory is committed \([0-9a-f]{10}\)\. No bundle changes: no release made\.\n$/,
    );
  });

  it('changes only the bundles that it must: a setting of one node, a link of two', async () => {
    const { harness, routers } = fleet;
    await harness.json('set', 'groups', '["default", "pair"]', '--node', 'berlin');
    await harness.json('set', 'groups', '["default", "pair"]', '--node', 'hamburg');
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const digests = () =>
      Object.values(routers).map(
        ({ answer }) => harness.controller.store.bundles.at(answer.nodeId, 999)?.release,
      );
    assert.deepEqual(digests(), [1, 1, 1]);

    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    assert.deepEqual((await harness.json('commit', '-m', 'munich')).changed_nodes, ['munich']);
    assert.deepEqual(digests(), [1, 1, 2]);
    const stat = await harness.git('rendered', 'diff', '--name-only', 'v1', 'v2');
    assert.ok(
      stat
        .trim()
        .split('\n')
        .every((path) => path.startsWith('munich/')),
      stat,
    );

    await harness.json('activate');
    assert.deepEqual([desired('berlin'), desired('hamburg'), desired('munich')], [1, 1, 2]);
    await harness.json('set', 'wireguard.psk', 'false', '--node', 'berlin');
    const { changed_nodes: changed } = await harness.json('commit', '-m', 'no psk at berlin');
    assert.deepEqual(changed, ['berlin', 'hamburg', 'munich'], 'all of them have a link with berlin');
  });

  for (const [what, path, text, message] of [
    ['no TOML', 'network.toml', 'name = ', /network\.toml:1: no valid TOML/],
    [
      'an unknown key',
      'sites/berlin/site.toml',
      '\nasnn = 1\n',
      /sites\/berlin\/site\.toml:2: asnn: unknown key, did you mean "asn"/,
    ],
    ['a wrong type', 'sites/berlin/berlin/node.toml', 'lan = "x"\n', /node\.toml:1: lan: /],
    ['a template that does not compile', 'templates/bird/bird.conf.njk', '{% if %}', /./],
  ] as const) {
    it(`leaves everything as it is for an inventory with ${what}`, async () => {
      const { harness } = fleet;
      await harness.json('commit', '-m', 'first');
      const file = join(harness.config.network_dir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      const before = await stateOf(harness);
      for (const args of [['plan'], ['commit', '-m', 'broken']]) {
        const ran = await harness.cli(...args);
        assert.equal(ran.code, 1);
        assert.match(ran.err, message);
        assert.doesNotMatch(ran.err, /\n {4}at /, 'an error of the admin is no stack trace');
      }
      assert.equal(await stateOf(harness), before);
    });
  }

  it('takes what was pushed, and says so where ways have parted', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    const clone = join(harness.dir, 'clone');
    await gitIn('/')('clone', '--quiet', join(harness.config.state_dir, 'inventory.git'), clone);
    const push = async (text: string) => {
      writeFileSync(join(clone, 'network.toml'), text);
      await gitIn(clone)('commit', '--quiet', '--all', '--message=pushed');
      await gitIn(clone)('push', '--quiet', 'origin', 'main');
    };
    await push('name = "example"\n[bfd]\nprofile = "fast"\n');
    assert.equal((await harness.json('commit', '-m', 'after the push')).release, 2);
    assert.match(readFileSync(join(harness.config.network_dir, 'network.toml'), 'utf8'), /fast/);

    await gitIn(clone)('pull', '--quiet');
    await push('name = "example"\n# pushed\n');
    await harness.write('network.toml', 'name = "example"\n# edited\n');
    const dirty = await harness.cli('commit', '-m', 'x');
    assert.equal(dirty.code, 1);
    assert.match(dirty.err, /changes files that have uncommitted changes/);
    await harness.git('network', 'commit', '--quiet', '--all', '--message=local');
    const diverged = await harness.cli('plan');
    assert.match(diverged.err, /have gone different ways \(1 and 1 commits\): run 'git pull --rebase'/);
    assert.equal(diverged.err.trim().split('\n').length, 1);
  });

  it('leaves out what editors and desktops leave behind, which stops no rollback either', async () => {
    const { harness } = fleet;
    const junk = ['.network.toml.swp', '.DS_Store', 'network.toml~', 'sites/berlin/.#site.toml', 'x.tmp'];
    for (const path of junk) await harness.write(path, 'junk');
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'mss_clamp', 'false');
    await harness.json('commit', '-m', 'second');
    assert.doesNotMatch(await harness.git('network', 'ls-files'), /swp|DS_Store|~|#|\.tmp/);
    assert.equal((await harness.json('rollback', '1')).release, 3);
    await harness.write('notes.txt', 'not junk');
    assert.match((await harness.cli('rollback', '2')).err, /changes that are not committed/);
  });

  it('works on a machine whose git knows no name and no address', async () => {
    const { harness } = fleet;
    const before = process.env.HOME;
    process.env.HOME = join(harness.dir, 'nobody');
    try {
      assert.equal((await harness.json('commit', '-m', 'first')).release, 1);
    } finally {
      process.env.HOME = before;
    }
    assert.match(
      await harness.git('network', 'log', '-1', '--format=%cn <%ce>'),
      /^towline <towline@localhost>/,
    );
  });

  it('names a lock file that a killed git left behind, and goes on once it is gone', async () => {
    const { harness } = fleet;
    const lock = join(harness.config.network_dir, '.git/index.lock');
    writeFileSync(lock, '');
    const ran = await harness.cli('commit', '-m', 'first');
    assert.equal(ran.code, 1);
    assert.match(ran.err, /index\.lock exists: another git is at work there, or one was killed/);
    assert.equal(harness.controller.store.releases.newest(), 0);
    rmSync(lock);
    assert.equal((await harness.json('commit', '-m', 'first')).release, 1);
  });

  it('follows a router that moves to another site: same number, the AS number of the site', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('site', 'add', 'bonn');
    await harness.git('network', 'mv', 'sites/munich/munich', 'sites/bonn/munich');
    const { changed_nodes: changed } = await harness.json('commit', '-m', 'munich moves');
    assert.deepEqual(changed, ['berlin', 'hamburg', 'munich']);
    await harness.json('activate');
    assert.equal((await routers.munich.fetch(2)).manifest.nodeId, routers.munich.answer.nodeId);
    const { nodes } = (await harness.json('status')) as { nodes: { name: string; site: string }[] };
    assert.equal(nodes.find(({ name }) => name === 'munich')?.site, 'bonn');
  });
});
