import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Command } from 'commander';
import { createProgram } from '../../controller/cli/program.ts';
import { runCommandLine } from '../../controller/cli/run.ts';
import { type Harness, startController } from './harness.ts';
import { enroll, makeKeys, makeRequest } from './router.ts';

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  ran.code = await runCommandLine(args, {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    env,
    colour: false,
  });
  return ran;
}

const silent = { out: () => undefined, err: () => undefined, env: {}, colour: false };

/** The words of every command, groups included. */
function commandPaths(command: Command = createProgram(silent), above: readonly string[] = []): string[][] {
  return command.commands.flatMap((child) => {
    const path = [...above, child.name()];
    return [path, ...commandPaths(child, path)];
  });
}

describe('the help of towline', () => {
  const wanted = [
    ...[
      'init',
      'serve',
      'set',
      'get',
      'plan',
      'commit',
      'activate',
      'rollback',
      'pending',
      'approve',
      'deny',
      'status',
    ],
    ...['site', 'node'].flatMap((word) =>
      ['', ' add', ' list', ' show', ' remove'].map((verb) => `${word}${verb}`),
    ),
    ...['', ' list', ' show', ' diff'].map((verb) => `release${verb}`),
  ];

  it('knows every command', () => {
    assert.deepEqual(
      commandPaths()
        .map((path) => path.join(' '))
        .sort(),
      wanted.sort(),
    );
  });

  for (const path of commandPaths()) {
    it(`shows an example of ${path.join(' ')}, and --json where it is a command`, async () => {
      const { code, out } = await run([...path, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`Example:\\n {2}\\$ towline ${path.join(' ')}`));
      const isGroup = ['site', 'node', 'release'].includes(path.join(' '));
      if (!isGroup) assert.match(out, /--json[\s\S]*Exit codes/);
    });
  }
});

describe('a command line that makes no sense', () => {
  const cases: [string[], number, RegExp][] = [
    [['frobnicate'], 2, /unknown command 'frobnicate'/],
    [['statsu'], 2, /Did you mean status\?/],
    [['site'], 2, /Usage: towline site/],
    [['site', 'add'], 2, /missing required argument 'name'/],
    [['commit'], 2, /required option '-m, --message/],
    [['init', '--name', 'x'], 2, /required option '--endpoint/],
    [['activate', 'x1'], 2, /is no release/],
    [['activate', '0'], 2, /is no release/],
    [['activate', '--timeout', 'soon'], 2, /is no time in seconds/],
    [['release', 'list', '--limit', 'x'], 2, /is no number of releases/],
    [['node', 'add', 'x'], 2, /say the site of x with --site/],
    [['node', 'add', 'a/x', '--site', 'b'], 2, /name two sites/],
    [['approve', 'X', '--node', 'a', '--as', 'b'], 2, /exclude each other/],
    [['set', 'key'], 2, /give a value for key, or --unset/],
    [['set', 'key', '1', '--unset'], 2, /give a value for key, or --unset/],
    [['plan', '--colour'], 1, /unknown option/],
  ];
  for (const [args, code, message] of cases) {
    it(`towline ${args.join(' ')} ends with ${code} and says why`, async () => {
      const ran = await run(args, { TOWLINE_SOCKET: '/nowhere/admin.sock' });
      assert.equal(ran.code, code, ran.err);
      assert.match(ran.err, message);
      assert.equal(ran.out, '');
    });
  }
});

describe('without a daemon', () => {
  for (const args of [['status'], ['plan'], ['commit', '-m', 'x'], ['pending', '--json'], ['site', 'list']]) {
    it(`towline ${args.join(' ')} says in one line what to run`, async () => {
      const { code, out, err } = await run(args, { TOWLINE_SOCKET: '/nowhere/admin.sock' });
      assert.deepEqual([code, out], [1, '']);
      assert.equal(
        err,
        "towline: no controller answers at /nowhere/admin.sock: start it with 'towline serve' (or 'systemctl start towline')\n",
      );
    });
  }

  it('towline init where one may not write says in one line which path, and what to do', async () => {
    // In /sys nobody makes folders, root included.
    const options = ['--config', '/sys/towline/controller.toml', '--state-dir', '/sys/towline/state'];
    const { code, out, err } = await run(['init', '--name', 'x', '--endpoint', 'a.example', ...options]);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^towline: cannot mkdir \/sys\/towline(?:\/state)?: [^\n]*: [^\n]+\n$/);
  });

  it('towline serve without a configuration says to run init', async () => {
    const { code, err } = await run(['serve', '--config', '/nowhere/controller.toml']);
    assert.equal(code, 1);
    assert.match(err, /\/nowhere\/controller\.toml is not there: run 'towline init'/);
  });
});

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
    assert.deepEqual(await harness.json('site', 'list'), { sites: [] });
  });

  it('sets and shows values, keeps comments, and says where a value comes from', async () => {
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

    const { values } = (await harness.json('get', 'bfd', '--effective', 'u1')) as { values: unknown };
    assert.deepEqual(values, [{ key: 'bfd.profile', value: 'fast', origin: 'sites/ulm/site.toml:2' }]);
    assert.deepEqual(await harness.json('get', '--node', 'u1'), {
      values: [{ key: 'vars.rack', value: 7, origin: 'sites/ulm/u1/node.toml:2' }],
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
      new RegExp(`^CODE .*\\n${pending?.code} +u1 +127\\.0\\.0\\.1`),
    );
    const { out } = await harness.cli('status');
    assert.match(out, /network example: no release yet\n1 router waiting for approval/);
    assert.match(out, /join string: towline:\/\/127\.0\.0\.1:0#[0-9a-f]{64}/);
    assert.match(out, /u1 +ulm +not enrolled/);
    const approved = await harness.cli('approve', pending?.code ?? '');
    assert.match(approved.out, /router approved as ulm\/u1, number 1/);
    assert.match((await harness.cli('plan')).out, /^\+ node u1 \(added\)\n[\s\S]*1 node would change/);
    assert.match((await harness.cli('commit', '-m', 'first')).out, /Release 1 made, it changes 1 node: u1/);
    assert.match((await harness.cli('release', 'list')).out, /^RELEASE[^\n]*\n1 +20.*first/);
    assert.match((await harness.cli('release', 'show')).out, /^release 1, made 20/);
  });
});
