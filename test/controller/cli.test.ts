import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Harness, startController } from './harness.ts';
import { enroll, makeKeys, makeRequest } from './router.ts';

describe('the inventory on the command line', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  it('adds, lists, shows and removes sites and nodes', async () => {
    const added = await harness.json('site', 'add', 'berlin', '--group', 'core', '--group', 'edge');
    assert.equal(added.file, 'sites/berlin/site.toml');
    await harness.json(
      'node',
      'add',
      'b1',
      '--site',
      'berlin',
      '--endpoint',
      'b1.example.net',
      '--lan',
      '10.1.0.0/24',
    );
    await harness.json('node', 'add', 'berlin/b2', '--lan', '10.2.0.0/24', '--lan', 'fd00:2::/64');
    const { sites } = (await harness.json('site', 'list')) as { sites: Record<string, unknown>[] };
    assert.deepEqual(
      sites.map(({ name, nodes }) => [name, nodes]),
      [['berlin', ['b1', 'b2']]],
    );
    const { nodes } = (await harness.json('node', 'list')) as { nodes: Record<string, unknown>[] };
    assert.deepEqual(
      nodes.map(({ name, site_name, enrolled }) => [name, site_name, enrolled]),
      [
        ['b1', 'berlin', false],
        ['b2', 'berlin', false],
      ],
    );
    const { node } = (await harness.json('node', 'show', 'b1')) as {
      node: { peers: string[]; groups: string[] };
    };
    assert.deepEqual([node.peers, node.groups], [['b2'], ['core', 'edge']]);
    assert.match((await harness.cli('node', 'list', '--site', 'berlin')).out, /^NODE +SITE +ID/);
    assert.match((await harness.cli('node', 'show', 'b2')).out, /lan = \["10\.2\.0\.0\/24","fd00:2::\/64"\]/);

    await harness.json('node', 'remove', 'b1');
    assert.deepEqual(await harness.json('site', 'remove', 'berlin'), { removed_nodes: ['b2'] });
    assert.deepEqual(await harness.json('site', 'list'), { sites: [], problem: null });
  });

  it('sets and shows values, keeps comments, and says where a value comes from', async () => {
    const at = (path: string, word: string) => {
      const lines = readFileSync(join(harness.config.network_dir, path), 'utf8').split('\n');
      return `${path}:${lines.findIndex((line) => line.startsWith(word)) + 1}`;
    };
    await harness.json('site', 'add', 'ulm');
    await harness.json('node', 'add', 'u1', '--site', 'ulm');
    await harness.write('network.toml', '# the network\nname = "example" # its name\n');
    assert.deepEqual(await harness.json('set', 'bfd.profile', 'fast', '--site', 'ulm'), {
      file: 'sites/ulm/site.toml',
      changed: true,
    });
    assert.equal((await harness.json('set', 'bfd.profile', 'fast', '--site', 'ulm')).changed, false);
    await harness.json('set', 'vars.rack', '7', '--node', 'u1');
    await harness.json('set', 'bgp.hold_time_s', '20');
    const text = await harness.git('network', 'diff', 'HEAD', '--', 'network.toml');
    assert.match(text, /# the network/);
    assert.match(text, /# its name/);

    const { values } = (await harness.json('get', 'bfd.profile', '--effective', 'u1')) as { values: unknown };
    assert.deepEqual(values, [
      { key: 'bfd.profile', value: 'fast', origin: at('sites/ulm/site.toml', 'profile') },
    ]);
    assert.deepEqual(await harness.json('get', '--node', 'u1'), {
      values: [{ key: 'vars.rack', value: 7, origin: at('sites/ulm/u1/node.toml', 'rack') }],
    });
    assert.match((await harness.cli('get', '--effective', 'u1')).out, /wireguard\.mtu = 1420 +# default/);
    await harness.json('set', 'vars.rack', '--unset', '--node', 'u1');
    assert.equal((await harness.cli('get', 'vars.rack', '--node', 'u1')).code, 1);
  });

  const refused: [string[], RegExp][] = [
    [['site', 'add', 'Berlin'], /"Berlin" is no name of a site: expected lower-case letters/],
    [['site', 'add', '../x'], /is no name of a site/],
    [['site', 'add', 'ulm'], /site ulm is there already/],
    [['node', 'add', 'u1', '--site', 'ulm'], /node u1 is there already, at site ulm/],
    [
      ['node', 'add', 'n1', '--site', 'nowhere'],
      /there is no site nowhere: make it with 'towline site add nowhere'/,
    ],
    [['node', 'add', 'n1', '--site', 'ulm', '--lan', '10.0.0.1/24'], /has host bits set/],
    [['node', 'add', 'n1', '--site', 'ulm', '--endpoint', 'a b'], /is no endpoint/],
    [['site', 'show', 'x'], /there is no site "x"/],
    [['site', 'remove', 'x'], /there is no site x/],
    [['node', 'show', 'x'], /there is no node "x"/],
    [['node', 'remove', 'x'], /there is no node x/],
    [['node', 'list', '--site', 'x'], /there is no site "x"/],
    [['set', 'bfd.profil', 'fast'], /network\.toml:\d+: bfd\.profil: unknown key, did you mean "profile"/],
    [['set', 'bfd.profile', 'slow', '--node', 'u1'], /node\.toml:\d+: bfd\.profile: /],
    [['set', 'no key', '1'], /is no key/],
    [['set', 'vars.x', '1', '--site', 'x'], /there is no site x/],
    [['set', 'vars.x', '1', '--node', 'x'], /there is no node "x"/],
    [['set', 'vars.x', 'null'], /TOML has no null/],
    [['get', 'bfd.profil', '--effective', 'u1'], /bfd\.profil is not among .*did you mean "bfd\.profile"/],
    [['commit', '-m', '  '], /a commit needs a message/],
    [['commit', '-m', 'x', '--author', 'nobody'], /is no author, expected "Name <address>"/],
    [['approve', 'x'], /no router with the code "x" waits/],
    [['deny', 'x'], /no router with the code "x" waits/],
    [['release', 'show'], /there is no release yet/],
    [['release', 'diff', '1'], /there is no release/],
    [['rollback'], /there is no release before the newest one/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(' ')} and writes nothing`, async () => {
      const before = await harness.git('network', 'status', '--porcelain', '--untracked-files=all');
      const { code, out, err } = await harness.cli(...args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, message);
      assert.equal(err.trim().split('\n').length, 1, 'one line');
      assert.equal(await harness.git('network', 'status', '--porcelain', '--untracked-files=all'), before);
    });
  }

  it('shows who waits, and how the fleet is, for people too', async () => {
    const { pending } = await enroll(harness, makeRequest(makeKeys(), 'u1', harness.keyHash));
    assert.match(
      (await harness.cli('pending')).out,
      new RegExp(`^# +CODE .*\\n1 +${pending?.code} +u1 +127\\.0\\.0\\.1`),
    );
    const { out } = await harness.cli('status');
    assert.match(out, /network example: no release yet\n1 router waiting for approval/);
    assert.match(out, /join string: towline:\/\/127\.0\.0\.1:0#[0-9a-f]{64}/);
    assert.match(out, /u1 +ulm +not enrolled/);
    const approved = await harness.cli('approve', pending?.code ?? '');
    assert.match(approved.out, /router approved as ulm\/u1, number 1/);
    assert.match(
      (await harness.cli('plan')).out,
      /^\+ node u1 \(added\)\n[\s\S]*Plan: 1 node added, 0 changed/,
    );
    assert.match((await harness.cli('commit', '-m', 'first')).out, /Release 1 made, it changes 1 node: u1/);
    assert.match((await harness.cli('release', 'list')).out, /^RELEASE[^\n]*\n1 +20.*first/);
    assert.match((await harness.cli('release', 'show')).out, /^release 1, made 20/);
  });
});
