import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import { renewOnce, type SilenceMemories } from '../../controller/tunnel/renew.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const minute = 60_000;

/** A controller with so many nodes, of which it has heard; `revoked` ones are no nodes any more. */
function setUp(count: number, revoked: ReadonlySet<string> = new Set()) {
  const wireguard = new FakeWireGuard();
  const peers = Array.from({ length: count }, (_, index) => ({
    publicKey: `node-${index}`,
    endpoint: `198.18.0.1:${index + 1}`,
    allowedIps: [`fd00::${index.toString(16)}/128`],
    latestHandshake: 1,
    receivedBytes: 148,
    sentBytes: 92,
    hasPresharedKey: false,
  }));
  for (const name of ['tlmgmt', 'wg-own']) {
    wireguard.devices.set(name, { publicKey: '', listenPort: 1, fwmark: 0, peers: structuredClone(peers) });
  }
  const memories: SilenceMemories = new Map();
  let nowMs = 0;
  const roster = {
    withKey: (key: string) => (revoked.has(key) ? undefined : ({ name: key } as EnrolledNode)),
  };
  const clock = { ...systemClock, monotonic: () => nowMs };
  return {
    wireguard,
    memories,
    peers: () => wireguard.devices.get('tlmgmt')?.peers ?? [],
    lookAfter: (ms: number) => {
      nowMs += ms;
      return renewOnce({ wireguard, roster, clock, log: silentLog }, memories);
    },
  };
}

test('10,000 nodes that are heard cost no command, and one that falls silent costs one', async () => {
  const { wireguard, peers, lookAfter } = setUp(10_000);
  for (let look = 0; look < 20; look++) {
    for (const peer of peers()) if (peer.publicKey !== 'node-4711') peer.receivedBytes += 32;
    await lookAfter(minute / 2);
  }
  assert.deepEqual(wireguard.calls, ['renew peer tlmgmt node-4711']);
  assert.equal(peers().find(({ publicKey }) => publicKey === 'node-4711')?.endpoint, '198.18.0.1:4712');
});

test('after an outage of the controller its nodes are renewed bit by bit, each once', async () => {
  const { wireguard, lookAfter } = setUp(250);
  await lookAfter(0);
  const renewed: number[] = [];
  for (let look = 0; look < 5; look++) renewed.push((await lookAfter(5 * minute)).length);
  assert.deepEqual(renewed, [100, 100, 50, 0, 0]);
  assert.equal(new Set(wireguard.calls).size, 250);
});

test('a peer that is no node, or goes, is left alone and forgotten', async () => {
  const { wireguard, memories, peers, lookAfter } = setUp(3, new Set(['node-1']));
  await lookAfter(0);
  assert.equal(memories.size, 3, 'those of the management tunnel alone');
  assert.deepEqual(await lookAfter(5 * minute), ['node-0', 'node-2']);
  peers().splice(0, 2);
  await lookAfter(minute);
  assert.equal(memories.size, 1);
  assert.equal(wireguard.calls.length, 2);
});
