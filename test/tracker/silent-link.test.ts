import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointInForce } from '../../agent/apply/point.ts';
import type { Bundle } from '../../agent/check/bundle.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { createHints } from '../../agent/tracker/hints.ts';
import { createTracker } from '../../agent/tracker/tracker.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { createWake } from '../../shared/os/wake.ts';
import { noEndpoints } from '../fakes/endpoints.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const key = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';
const old = '198.18.1.2:51821';

/** Tracker, glances and what points a link, over one link with WireGuard counting more than its interface does. */
async function world() {
  const [wireguard, hints] = [new FakeWireGuard(), createHints()];
  let [nowMs, bytes, sets] = [1000, 0, 0];
  let beforePointing = () => {};
  const clock = { ...systemClock, monotonic: () => nowMs };
  const link = parseLinkFile(
    'tl-kiel.conf',
    `[Interface]\nPrivateKey = @private\nListenPort = 51821\nFwMark = 0x746c\nAddress = fe80::1/64\nMTU = 1420
[Peer]\nPublicKey = ${key}\nAllowedIPs = ::/0\nEndpoint = @auto:kiel:51821\n`,
  );
  const peer = { publicKey: key, allowedIps: [], endpoint: old };
  await wireguard.sync('tl-kiel', { privateKey: '', peers: [peer] });
  const settings = { links: [{ peer: 'kiel', interface: 'tl-kiel', session: '' }] };
  const bundle = { links: [link], settings, presharedKeys: new Map() } as unknown as Bundle;
  const glances = createGlances(
    wireguard,
    clock,
    () => new Map([['tl-kiel', { receivedBytes: bytes, sentBytes: 0 }]]),
  );
  const keys = { linkPrivateKey: () => Buffer.alloc(32, 1), hints: () => new Map<string, string>() };
  const point = pointInForce({ wireguard, glances, lock: createMutex(), ...keys }, async () => bundle);
  const tracker = createTracker({
    ...{ glances, clock, hints, log: silentLog, endpoints: noEndpoints, wake: createWake() },
    ...{ inContact: () => true, hasWay: () => true, bundle: async () => bundle },
    ...{ intervalMs: 1000, freshMs: 600, resolveTimeoutMs: 5000 },
    resolve: async () => [],
    point: async (...wanted) => {
      sets++;
      beforePointing();
      await point(...wanted);
    },
    knock: () => {},
    renew: async () => false,
    onDevices: () => {},
  });
  const running = () => {
    const [found] = wireguard.devices.get('tl-kiel')?.peers ?? [];
    assert.ok(found);
    return found;
  };
  return {
    hints,
    sets: () => sets,
    endpoint: () => running().endpoint,
    state: () => tracker.links().get('tl-kiel')?.memory.state,
    reads: () => tracker.counters.reads,
    beforePointing: (task: () => void) => {
      beforePointing = task;
    },
    /** What is around the data the interface does not count. */
    data: (from?: string) => {
      bytes += 100;
      running().receivedBytes += 132;
      if (from !== undefined) running().endpoint = from;
    },
    look: (afterMs: number, mayGlance = true) => {
      nowMs += afterMs;
      return tracker.look(mayGlance);
    },
  };
}

test('a link that fell silent after a glance goes where a hint says', async () => {
  const it = await world();
  it.data();
  await it.look(1000);
  it.data();
  await it.look(1000);
  assert.equal(it.reads(), 1, 'the second look was a glance');
  it.hints.put({ nodeName: 'kiel', address: '198.18.1.9' });
  for (let second = 0; second < 3 && it.sets() === 0; second++) await it.look(1000, false);
  assert.equal(it.endpoint(), '198.18.1.9:51821');
  it.hints.put({ nodeName: 'kiel', address: '198.18.1.10' });
  await it.look(1000, false);
  assert.equal(it.endpoint(), '198.18.1.10:51821', 'and on from there');
});

test('a link over which something arrives while it is to be pointed elsewhere is left alone', async () => {
  const it = await world();
  it.data();
  await it.look(1000);
  it.data();
  await it.look(1000);
  await it.look(1000, false);
  it.hints.put({ nodeName: 'kiel', address: '198.18.1.9' });
  it.beforePointing(it.data);
  await it.look(2000, false);
  assert.equal(it.sets(), 1);
  assert.equal(it.endpoint(), old);
});

test('an endpoint that WireGuard followed is newer than a hint also where a glance had what arrived from there', async () => {
  const it = await world();
  it.data();
  await it.look(1000);
  it.data('203.0.113.7:4444');
  await it.look(1000);
  assert.equal(it.reads(), 1);
  it.hints.put({ nodeName: 'kiel', address: '198.18.1.9', left: true });
  await it.look(500, false);
  assert.equal(it.endpoint(), '203.0.113.7:4444');
  assert.equal(it.sets(), 0);
});
