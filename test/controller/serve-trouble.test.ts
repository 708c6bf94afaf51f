import assert from 'node:assert/strict';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { exitCode, outcomeOf } from '../../controller/cli/exit-codes.ts';
import type { ControllerConfig } from '../../controller/config/load.ts';
import { lockState } from '../../controller/serve/lock.ts';
import { openStore } from '../../controller/store/store.ts';
import { createRoster } from '../../controller/tunnel/roster.ts';
import { wire } from '../../controller/wire.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { controllerTunnel } from '../fakes/controller-tunnel.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';
import { type Harness, startController } from './harness.ts';
import { Router } from './router.ts';

describe('towline serve in trouble', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await Router.join(harness, 'n1', '--site', 's1').then((router) => router.close());
  });
  after(() => harness.close());

  it('starts without a work tree, and shows the fleet all the same', async () => {
    await harness.stop();
    const dir = harness.config.network_dir;
    renameSync(dir, `${dir}.away`);
    await harness.start();
    assert.equal(((await harness.json('status')).nodes as unknown[]).length, 1);
    for (const args of [['plan'], ['site', 'list'], ['commit', '-m', 'x']]) {
      const { code, err } = await harness.cli(...args);
      assert.equal(code, 1);
      assert.match(
        err,
        /^towline: [^\n]*network is (?:not there|no git work tree)[^\n]*'towline init'[^\n]*\n$/,
      );
    }
    renameSync(`${dir}.away`, dir);
    assert.equal((await harness.cli('site', 'list')).code, 0);
  });

  it('starts with a broken inventory, and names file and line where it is used', async () => {
    await harness.stop();
    await harness.write('network.toml', 'name = "example"\nbroken\n');
    await harness.start();
    // 3: its router is away.
    assert.equal((await harness.cli('status')).code, exitCode.unhealthy);
    assert.match((await harness.cli('plan')).err, /^towline: network\.toml:2: [^\n]*\n$/);
    await harness.write('network.toml', 'name = "example"\n');
  });

  it('names the port and its key where another program listens', async () => {
    await harness.stop();
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as { port: number };
    const at = { host: '127.0.0.1', port };
    const ports = { wireguard: new FakeWireGuard(), clock: systemClock, log: silentLog };
    const run = async (command: string, args: readonly string[]) =>
      command === 'ip' && args.includes('show')
        ? JSON.stringify([{ ifname: 'tlmgmt', ifindex: 2, flags: ['UP'], mtu: 1280, addr_info: [] }])
        : '';
    for (const key of ['enrollment', 'agents', 'http'] as const) {
      const config: ControllerConfig = {
        ...harness.config,
        listen: { ...harness.config.listen, [key]: at },
      };
      const controller = await wire(config, { ...ports, run });
      await assert.rejects(controller.start(), {
        message: `cannot listen on 127.0.0.1:${port}: another program has it: set listen.${key} in controller.toml to another, or free it ('ss -lntup' shows who has it)`,
      });
      await controller.stop(0);
    }
    await new Promise((resolve) => busy.close(resolve));
    await harness.start();
  });

  it('names the UDP port and its key where another WireGuard has it', async () => {
    const wireguard = new FakeWireGuard();
    wireguard.sync = async () => {
      throw new Error('wg syncconf: Unable to modify interface: Address already in use');
    };
    const tunnel = controllerTunnel({
      run: async () => '',
      wireguard,
      roster: createRoster(harness.controller.store, String),
    });
    await assert.rejects(
      tunnel.ensure(),
      /^TowlineError: cannot listen on UDP port 51820: another program has it: set listen\.wireguard_port/,
    );
  });

  it('says in one line that the state folder cannot be written', () => {
    // Nobody, root included, makes folders there.
    for (const open of [() => openStore('/sys/towline/c.db'), () => lockState('/sys/towline/c.lock')]) {
      assert.throws(
        open,
        /^TowlineError: \/sys\/towline\/c\.\w+ cannot be written: give \/sys\/towline to the user of the daemon/,
      );
    }
  });

  it('finishes a commit that is under way when it is told to stop', async () => {
    const hook = join(harness.config.network_dir, '.git/hooks/pre-commit');
    const [began, go] = [join(harness.dir, 'began'), join(harness.dir, 'go')];
    const wait = `for i in $(seq 200); do [ -e '${go}' ] && exit 0; sleep 0.05; done; exit 1`;
    writeFileSync(hook, `#!/bin/sh\ntouch '${began}'\n${wait}\n`, { mode: 0o755 });
    await harness.write('notes.toml', '');
    await harness.write('README.md', 'changed');
    const answer = harness.cli('commit', '-m', 'first');
    await until('the commit is under way', () => existsSync(began));
    const { http } = harness.controller.listening();
    const stopping = harness.controller.stop(0);
    await until('nothing listens any more', () => isRefused(http));
    writeFileSync(go, '');
    await stopping;
    await harness.stop();
    await answer;
    writeFileSync(hook, '#!/bin/sh\n', { mode: 0o755 });
    await harness.start();
    assert.equal(harness.controller.store.releases.newest(), 1);
    assert.equal(await harness.git('network', 'status', '--porcelain'), '');
    const heads = ['network', 'inventory'] as const;
    const [here, there] = await Promise.all(heads.map((where) => harness.git(where, 'rev-parse', 'main')));
    assert.equal(here, there);
    assert.match(await harness.git('rendered', 'tag'), /^v1$/m);
  });
});

describe('an error of the operating system', () => {
  it('is one line with the path and the way out', async () => {
    const failure = (code: string, path?: string) =>
      Object.assign(new Error(`${code}: what it means`), { code, errno: -13, syscall: 'mkdir', path });
    const cases: [Error, string][] = [
      [
        failure('EACCES', '/var/lib/towline'),
        'cannot mkdir /var/lib/towline: permission denied: run it as root (sudo), or as the user who owns it',
      ],
      [
        failure('EROFS', '/x'),
        'cannot mkdir /x: the file system is read-only: mount it for writing, or set another folder',
      ],
      [failure('EXDEV', '/x'), 'cannot mkdir /x: EXDEV: what it means'],
    ];
    for (const [error, text] of cases) {
      assert.deepEqual(outcomeOf(error), { code: 1, text: `towline: ${text}\n` });
    }
    assert.match(outcomeOf(new TypeError('a fault of ours')).text, /\n +at /);
  });
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
