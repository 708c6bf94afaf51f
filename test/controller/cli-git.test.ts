import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Io } from '../../controller/cli/io.ts';
import { sourceProgram } from '../fakes/program.ts';
import { type Harness, startController } from './harness.ts';

const top = join(import.meta.dirname, '../..');

describe('towline git', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  /** Runs the program itself: its streams are what is tested. */
  const towline = (args: readonly string[], env: Record<string, string | undefined> = {}) =>
    spawnSync(process.execPath, [...sourceProgram(join(top, 'controller/main.ts')), ...args], {
      cwd: top,
      encoding: 'utf8',
      env: { ...process.env, TOWLINE_CONTROLLER_CONFIG: join(harness.dir, 'controller.toml'), ...env },
    });

  it('runs in the work tree with the streams of the caller, and passes on every argument and the exit code', async () => {
    const log = towline(['git', 'log', '-1', '--format=%s', '-p', '--stat']);
    assert.deepEqual([log.status, log.stderr], [0, '']);
    assert.match(log.stdout, /^start of the network\n[\s\S]*diff --git/);
    assert.equal(towline(['git', 'rev-parse', '--show-toplevel']).stdout.trim(), harness.config.network_dir);
    await harness.write('network.toml', 'name = "example"\n# changed\n');
    assert.equal(towline(['git', 'diff', '--exit-code', '--quiet']).status, 1);
    assert.equal(towline(['git', 'no-such-command']).status, 1);
    assert.equal(towline(['git', 'rev-parse', '--verify', 'nothing', '--']).status, 128);
    await harness.git('network', 'checkout', '--', '.');
  });

  it('gives git its own options, those that towline knows as well', () => {
    assert.match(towline(['git', '--version']).stdout, /^git version /);
    assert.match(
      towline(['git', 'log', '-h']).stderr + towline(['git', 'log', '-h']).stdout,
      /usage: git log/,
    );
    assert.match(towline(['git', '--help']).stdout, /usage: git /);
    const config = ['--config', join(harness.dir, 'controller.toml')];
    const before = towline([...config, 'git', 'config', 'user.name'], {
      TOWLINE_CONTROLLER_CONFIG: undefined,
    });
    assert.equal(before.stderr, '');
    assert.equal(towline(['git', '--json']).status, 129);
    assert.equal(
      towline(['git', '-c', 'alias.x=!echo one; echo', 'x', '--', '--socket']).stdout,
      'one\n-- --socket\n',
    );
  });

  it('looks nowhere else, whatever the environment says', async () => {
    const elsewhere = { GIT_DIR: '/nowhere', GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/nowhere/index' };
    const { status, stdout } = towline(['git', 'rev-parse', '--show-toplevel'], elsewhere);
    assert.deepEqual([status, stdout.trim()], [0, harness.config.network_dir]);
    const author = towline(['git', 'var', 'GIT_AUTHOR_IDENT'], {
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.net',
    });
    assert.match(author.stdout, /^Ada <ada@example\.net>/);
  });

  it('works while the controller is down', async () => {
    await harness.stop();
    assert.equal(towline(['git', 'status', '--porcelain']).status, 0);
    await harness.start();
  });

  it('says in one line what is missing: configuration, work tree, git, the program', async () => {
    const none = towline(['git', 'log'], { TOWLINE_CONTROLLER_CONFIG: '/nowhere/controller.toml' });
    assert.equal(none.status, 1);
    assert.match(
      none.stderr,
      /^towline: \/nowhere\/controller\.toml is not there: run 'towline init'[^\n]*\n$/,
    );
    renameSync(join(harness.config.network_dir, '.git'), join(harness.dir, 'away'));
    const { status, stderr } = towline(['git', 'log']);
    renameSync(join(harness.dir, 'away'), join(harness.config.network_dir, '.git'));
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^towline: \S+network is no git work tree: run 'towline init', or clone \S+inventory\.git there\n$/,
    );
    const noGit = towline(['git', 'log'], { PATH: harness.dir });
    assert.deepEqual(
      [noGit.status, noGit.stderr],
      [1, "towline: git is not installed: install it ('apt install git')\n"],
    );
  });

  it('starts git and nothing else, in the work tree, with the arguments as they are', async () => {
    const runs: unknown[] = [];
    const runThrough: Io['runThrough'] = async (program, args, { cwd, env }) => {
      runs.push([program, args, cwd, env.GIT_DIR, env.GIT_CEILING_DIRECTORIES]);
      return 7;
    };
    const odd = ['-C', 'a b', '; rm -rf /', '--', '$(id)', ''];
    const { code, out, err } = await harness.cliIn({ runThrough, env: { GIT_DIR: '/x' } }, 'git', ...odd);
    assert.deepEqual([code, out, err], [7, '', '']);
    assert.deepEqual(runs, [['git', odd, harness.config.network_dir, undefined, harness.dir]]);
  });
});
