import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keepTunnel } from '../../agent/tunnel/keep.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

/** Lets the loop take so many turns of a second each; `disturb` is called between them, with their number. */
async function keep(
  context: TestContext,
  turns: number,
  disturb: (turn: number, wireguard: FakeWireGuard) => void,
  isDue: () => boolean = () => false,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-tunnel-'));
  context.after(() => rm(folder, { recursive: true }));
  const wireguard = new FakeWireGuard();
  const ended = new AbortController();
  const calls: string[] = [];
  let turn = 0;
  await keepTunnel(
    {
      wireguard,
      bringUp: async (endpoint) => {
        calls.push(`${turn}: ${endpoint}`);
        const peer = { publicKey: 'controller', allowedIps: [], endpoint };
        await wireguard.sync('tlmgmt', { privateKey: '', peers: [peer] });
      },
      isDue,
      onUp: () => {},
      clock: {
        ...systemClock,
        monotonic: () => turn * 1000,
        sleep: async () => {
          disturb(++turn, wireguard);
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
  return calls;
}

function receive(wireguard: FakeWireGuard): void {
  const peer = wireguard.devices.get('tlmgmt')?.peers[0];
  if (peer !== undefined) peer.receivedBytes += 100;
}

test('a tunnel that a rollback wants whole is completed again, at the endpoint that it has', async (context) => {
  let isWanted = false;
  const calls = await keep(
    context,
    8,
    (turn, wireguard) => {
      receive(wireguard);
      isWanted = turn === 5;
    },
    () => isWanted,
  );
  assert.deepEqual(calls, ['0: 198.18.0.1:51820', '5: 198.18.0.1:51820']);
});

test('a tunnel that somebody deleted comes back at the endpoint that worked, not at the next one', async (context) => {
  const calls = await keep(context, 8, (turn, wireguard) => {
    receive(wireguard);
    if (turn === 4) wireguard.devices.delete('tlmgmt');
  });
  assert.deepEqual(calls, ['0: 198.18.0.1:51820', '4: 198.18.0.1:51820']);
});
