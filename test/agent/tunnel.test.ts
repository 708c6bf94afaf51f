import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keepTunnel } from '../../agent/tunnel/keep.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const peer = { publicKey: 'controller', allowedIps: [], endpoint: '198.18.0.1:51820' };

/** Lets the loop take `turns` turns; `failures` are what the first calls of bringUp throw after the peer is set. */
async function keep(context: TestContext, wireguard: FakeWireGuard, turns: number, failures: string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-tunnel-'));
  context.after(() => rm(folder, { recursive: true }));
  const ended = new AbortController();
  const calls: string[] = [];
  let turn = 0;
  const following = keepTunnel(
    {
      wireguard,
      bringUp: async (endpoint) => {
        calls.push(`bring up ${endpoint}`);
        await wireguard.sync('tlmgmt', { privateKey: '', peers: [{ ...peer, endpoint }] });
        const failure = failures.shift();
        if (failure !== undefined) throw new Error(failure);
      },
      onUp: () => calls.push('up'),
      clock: {
        ...systemClock,
        sleep: async () => {
          turn++;
          if (turn >= turns) ended.abort();
        },
      },
      log: silentLog,
      resolve: async (host) => [host],
      resolveTimeoutMs: 1000,
      place: {
        generation: 0,
        interface: 'tlmgmt',
        controllerKey: 'controller',
        endpoints: ['198.18.0.1:51820', '198.18.0.2:51820'],
      },
      lastEndpointFile: join(folder, 'last.json'),
    },
    ended.signal,
  );
  await following;
  return calls;
}

test('a tunnel that an earlier agent left is completed once, at the endpoint that it has', async (context) => {
  const wireguard = new FakeWireGuard();
  await wireguard.sync('tlmgmt', { privateKey: '', peers: [{ ...peer, endpoint: '203.0.113.7:51820' }] });
  const [device] = wireguard.devices.values();
  if (device?.peers[0]) device.peers[0].receivedBytes = 100;
  const calls = await keep(context, wireguard, 3);
  assert.deepEqual(calls[0], 'bring up 203.0.113.7:51820');
  assert.deepEqual(calls.slice(1), ['up']);
});

test('a tunnel that came up by half is not used before it came up whole', async (context) => {
  const calls = await keep(context, new FakeWireGuard(), 4, ['no address', 'no route']);
  const once = 'bring up 198.18.0.1:51820';
  assert.deepEqual(calls, [once, once, once, 'up']);
});
