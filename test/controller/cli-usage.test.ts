import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { createProgram } from '../../controller/cli/program.ts';
import { runCommandLine } from '../../controller/cli/run.ts';
import { passedOn } from '../../controller/cli/words.ts';
import type { Ran } from './harness.ts';

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const texts = { out: '', err: '' };
  const code = await runCommandLine(args, {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
    env,
    colour: false,
  });
  return { code, ...texts };
}

const silent = { out: () => undefined, err: () => undefined, env: {}, colour: false };

const groups = [
  'site',
  'node',
  'release',
  'tunnel',
  'keys',
  'keys rotate',
  'keys retire',
  'rotate',
  'rollout',
  'agent',
  'token',
  'export',
  'packages',
];

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
      'ansible',
      'completion',
      'doctor',
      'ansible-inventory',
      'ssh',
      'init',
      'lg',
      'serve',
      'set',
      'get',
      'check',
      'plan',
      'commit',
      'activate',
      'rollback',
      'rotate',
      'rotate psk',
      'log',
      'git',
      'pending',
      'approve',
      'deny',
      'status',
      'why',
      'events',
      'events verify',
      'export',
      'export prometheus',
      'export alerts',
      'export dashboards',
      'backup',
      'backup keygen',
      'graph',
      'log-level',
      'restore',
      'join',
    ],
    ...['', ' add', ' list'].map((verb) => `packages${verb}`),
    ...['', ' show', ' rotate', ' rotate master', ' rotate signing', ' retire', ' retire signing'].map(
      (verb) => `keys${verb}`,
    ),
    ...['site', 'node'].flatMap((word) =>
      ['', ' add', ' list', ' show', ' remove'].map((verb) => `${word}${verb}`),
    ),
    ...[' history', ' replace', ' revoke', ' rotate-key', ' unquarantine'].map((verb) => `node${verb}`),
    ...['', ' list', ' show', ' diff'].map((verb) => `release${verb}`),
    ...['', ' status', ' pause', ' resume', ' abort', ' list'].map((verb) => `rollout${verb}`),
    ...['', ' upgrade', ' versions'].map((verb) => `agent${verb}`),
    ...['', ' create', ' list', ' revoke'].map((verb) => `token${verb}`),
    ...['', ' move', ' show', ' finish', ' abort'].map((verb) => `tunnel${verb}`),
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
    const words = path.join(' ');
    it(`shows examples of ${words}, and --json and exit codes where it is a command`, async () => {
      // What follows `towline git` is for git.
      const isPassedOn = passedOn.includes(words);
      const { code, out } = await run(isPassedOn ? ['help', words] : [...path, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`Examples?:\\n {2}\\$ towline ${words}`));
      const isGroup = groups.includes(words);
      if (!isGroup) assert.match(out, isPassedOn ? /Exit codes/ : /--json[\s\S]*Exit codes/);
    });
  }

  it('is the same with the word help before the command', async () => {
    for (const words of ['plan', 'node add', 'node']) {
      const [before, after] = [
        await run(['help', ...words.split(' ')]),
        await run([...words.split(' '), '--help']),
      ];
      assert.deepEqual([before.code, before.out], [0, after.out]);
    }
    assert.match((await run(['help'])).out, /^Usage: towline /);
  });

  it('says what 2 means where it is no wrong usage', async () => {
    assert.match(
      (await run(['plan', '--help'])).out,
      /Exit codes: 0 nothing would change, 2 something would, 1/,
    );
    assert.match((await run(['check', '--help'])).out, /Exit codes: 0 nothing was found, 2 something was, 1/);
  });
});

describe('a command line that makes no sense', () => {
  const cases: [string[], number, RegExp][] = [
    [['help', 'xyzzy'], 2, /^towline: unknown command 'xyzzy' \(see 'towline --help'\)\n$/],
    [
      ['help', 'node', 'lisst'],
      2,
      /unknown command 'lisst', did you mean "list"\? \(see 'towline node --help'\)/,
    ],
    [['node', 'add'], 2, /missing required argument 'name'\n\(see 'towline node add --help'\)\n$/],
    [['node', 'nope'], 2, /\(see 'towline node --help'\)\n$/],
    [['nope'], 2, /\(see 'towline --help'\)\n$/],
    [['frobnicate'], 2, /unknown command 'frobnicate'/],
    [['statsu'], 2, /Did you mean status\?/],
    [['site'], 2, /Usage: towline site/],
    [['site', 'add'], 2, /missing required argument 'name'/],
    [['commit'], 2, /required option '-m, --message/],
    [['init', '--name', 'x'], 2, /required option '--endpoint/],
    [['activate', 'x1'], 2, /is no release, [^\n]* \(see 'towline activate --help'\)\n$/],
    [['activate', '0'], 2, /is no release/],
    [['activate', '--timeout', 'soon'], 2, /is no time in seconds/],
    [['release', 'list', '--limit', 'x'], 2, /is no number of releases/],
    [['node', 'add', 'x'], 2, /say the site of x with --site/],
    [['node', 'add', 'a/x', '--site', 'b'], 2, /name two sites/],
    [['approve', 'X', '--node', 'a', '--as', 'b'], 2, /exclude each other/],
    [['set', 'key'], 2, /give a value for key, or --unset/],
    [['set', 'key', '1', '--unset'], 2, /give a value for key, or --unset/],
    [['release', 'list', '--before', 'x'], 2, /is no release/],
    [['log', '-n', '0'], 2, /is no number of commits/],
    [['activate', '--all', '--node', 'a'], 2, /--all excludes --node, --site and --group/],
    [['activate', '--all', '--group', 'a'], 2, /--all excludes/],
    [['rollback', 'x'], 2, /is no release/],
    [['rollback', '1', '2'], 2, /too many arguments/],
    [['site', 'add', 'plan', '--colour'], 2, /unknown option/],
    [['plan', '--colour'], 1, /unknown option/],
    [['--socket', 'x', 'plan', 'now'], 1, /too many arguments/],
    [['check', '--colour'], 1, /unknown option/],
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
  const calls = [
    'status',
    'why berlin',
    'plan',
    'check',
    'commit -m x',
    'pending --json',
    'site list',
    'release diff 1',
    'rollback',
    'rotate psk a b',
    'log',
  ];
  for (const args of calls.map((words) => words.split(' '))) {
    it(`towline ${args.join(' ')} says in one line what to run`, async () => {
      const { code, out, err } = await run(args, { TOWLINE_SOCKET: '/nowhere/admin.sock' });
      assert.deepEqual([code, out], [1, '']);
      assert.equal(
        err,
        "towline: no controller answers at /nowhere/admin.sock: start it with 'towline serve' (or 'systemctl start towline')\n",
      );
    });
  }

  const named: [string[], Record<string, string>][] = [
    [['plan', '--config', '/nowhere/controller.toml'], {}],
    [['plan'], { TOWLINE_CONTROLLER_CONFIG: '/nowhere/controller.toml' }],
  ];
  for (const [args, env] of named) {
    it(`towline ${args.join(' ')} names the configuration that is not there, given ${JSON.stringify(env)}`, async () => {
      const { code, err } = await run(args, env);
      assert.equal(code, 1);
      assert.match(err, /^towline: \/nowhere\/controller\.toml is not there: [^\n]*\n$/);
      const socket = await run([...args, '--socket', '/nowhere/admin.sock'], env);
      assert.match(socket.err, /no controller answers at \/nowhere\/admin\.sock/);
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
