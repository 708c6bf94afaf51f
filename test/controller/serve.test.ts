import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { loadConfig } from '../../controller/config/load.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { clearSocket } from '../../controller/serve/socket.ts';
import { wire } from '../../controller/wire.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';
import { type Harness, startController } from './harness.ts';
import { Router } from './router.ts';

describe('towline serve', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  it('lets only owner and group open the admin socket', () => {
    assert.equal(statSync(harness.config.socket).mode & 0o777, 0o660);
  });

  it('lets nobody else lock its state folder, or read its database', () => {
    const { lock, database } = statePaths(harness.config);
    for (const path of [lock, database, `${database}-wal`]) assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('puts the guard up before the management address is there', () => {
    const guard = harness.commands.findIndex((command) => command.startsWith('nft -f -'));
    const address = harness.commands.findIndex((command) => command.includes('address add'));
    assert.ok(guard >= 0 && guard < address, harness.commands.join('\n'));
    const rules = harness.commands[guard] ?? '';
    assert.match(rules, /ip6 daddr fd[0-9a-f:]+::\/64 iifname != \{ "tlmgmt", "lo" \} drop/);
    assert.match(rules, /chain forward[\s\S]*iifname "tlmgmt" drop\n +oifname "tlmgmt" drop/);
  });

  it('answers /healthz and /metrics, and nothing else', async () => {
    const base = `http://127.0.0.1:${harness.controller.listening().http}`;
    assert.equal(await (await fetch(`${base}/healthz`)).text(), 'ok\n');
    assert.match(await (await fetch(`${base}/metrics`)).text(), /^towline_newest_release 0$/m);
    assert.equal((await fetch(`${base}/`)).status, 404);
    assert.equal((await fetch(`${base}/metrics`, { method: 'POST' })).status, 405);
  });

  it('refuses to run twice with one state folder, and leaves the first alone', async () => {
    const config = loadConfig(`${harness.dir}/controller.toml`);
    const run = async () => '';
    const second = await wire(config, {
      run,
      wireguard: new FakeWireGuard(),
      clock: systemClock,
      log: silentLog,
    });
    await assert.rejects(second.start(), /towline serve runs already with .*stop it first/);
    await second.stop(0);
    assert.equal((await harness.cli('status')).code, 0);
  });

  it('takes away a socket that nobody listens on, and nothing else', async () => {
    const path = `${harness.dir}/other.sock`;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await assert.rejects(clearSocket(path), /a controller listens on .* already/);
    await new Promise((resolve) => server.close(resolve));
    writeFileSync(path, 'mine');
    await assert.rejects(clearSocket(path), /is there and is no socket/);
    assert.ok(existsSync(path));
  });

  it('starts again after it was killed and left its socket', async () => {
    await harness.stop();
    // A socket whose process is gone: closing a listener by the handle keeps the file if it was renamed.
    const { execFileSync } = await import('node:child_process');
    const program = `require('net').createServer().listen(${JSON.stringify(harness.config.socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    assert.throws(() => execFileSync(process.execPath, ['-e', program]));
    assert.ok(existsSync(harness.config.socket));
    await harness.start();
    assert.equal((await harness.cli('status')).code, 0);
  });

  it('stops within its grace although a watch and a silent connection are open', async () => {
    const router = await Router.join(harness, 'n1', '--site', 's1');
    const watch = await router.watch();
    await until('the watch is open', () => harness.controller.store && watch.isOpen);
    const idle = connect(harness.controller.listening().enrollment, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => undefined);
    const started = performance.now();
    await harness.stop();
    assert.ok(performance.now() - started < 5_000);
    await until('the watch ended', () => !watch.isOpen);
    idle.destroy();
    await router.close();
    await harness.start();
  });

  it('takes what was entered while peers could not be synchronised to WireGuard later', async () => {
    const { wireguard } = harness;
    const sync = wireguard.sync.bind(wireguard);
    wireguard.sync = async () => {
      throw new Error('no wg');
    };
    const router = await Router.join(harness, 'n2', '--site', 's1');
    wireguard.sync = sync;
    const key = router.keys.management.publicKey.toString('base64');
    await until('the peer is there', () =>
      wireguard.configs.get('tlmgmt')?.peers.some((peer) => peer.publicKey === key),
    );
    await router.close();
  });
});
