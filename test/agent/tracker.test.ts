import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointInForce, pointLink } from '../../agent/apply/point.ts';
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
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

test('a name server that never answers holds up neither the other links nor a hint', async () => {
  const [hints, wireguard, wake] = [createHints(), new FakeWireGuard(), createWake()];
  const key = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';
  const linkFile = (name: string, endpoint: string, port: number) =>
    parseLinkFile(
      `tl-${name}.conf`,
      `[Interface]\nPrivateKey = @private\nListenPort = ${port}\nFwMark = 0x746c\nAddress = fe80::1/64\nMTU = 1420
[Peer]\nPublicKey = ${key}\nAllowedIPs = ::/0\nEndpoint = ${endpoint}\n`,
    );
  const links = [linkFile('bonn', 'bonn.example.net:1', 51821), linkFile('kiel', '@auto:kiel:51821', 51822)];
  const settings = {
    links: ['bonn', 'kiel'].map((peer) => ({ peer, interface: `tl-${peer}`, session: '' })),
  };
  const bundle = { links, settings, presharedKeys: new Map() } as unknown as Bundle;
  const ports = { wireguard, linkPrivateKey: () => Buffer.alloc(32, 1), hints: () => new Map() };
  for (const item of links) {
    await wireguard.sync(item.interface, { privateKey: '', peers: [{ publicKey: key, allowedIps: [] }] });
  }
  const ended = new AbortController();
  let lookups = 0;
  const knocked: string[] = [];
  const tracker = createTracker({
    glances: createGlances(wireguard, systemClock),
    clock: systemClock,
    log: silentLog,
    resolve: () => {
      lookups++;
      return new Promise(() => {});
    },
    hints,
    inContact: () => true,
    endpoints: noEndpoints,
    hasWay: () => true,
    bundle: async () => bundle,
    point: (of, link, endpoint, { endpoint: inUse }) => pointLink(ports, of, link, endpoint, inUse),
    knock: (name) => knocked.push(name),
    renew: async () => false,
    wake,
    intervalMs: 60_000,
    freshMs: 500,
    resolveTimeoutMs: 5000,
    onDevices: () => {},
  });
  const tracking = tracker.run(ended.signal);
  await until('both families are asked for', () => lookups === 2);
  assert.equal(hints.put({ nodeName: 'kiel', address: '198.18.1.2' }), true);
  wake.notify();
  await until(
    'the hint is followed',
    () => wireguard.configs.get('tl-kiel')?.peers[0]?.endpoint === '198.18.1.2:51821',
  );
  hints.put({ nodeName: 'kiel', addresses: ['2001:DB8::7'], port: 4000 });
  wake.notify();
  await until('the move is followed', () => wireguard.calls.includes('endpoint tl-kiel [2001:db8::7]:4000'));
  assert.equal(tracker.links().get('tl-bonn')?.memory.state, 'resolving');
  assert.equal(lookups, 2, 'one lookup at a time');
  assert.deepEqual([...new Set(knocked)], ['tl-kiel'], 'the other end is waiting for a packet');
  tracker.ownAddressesChanged();
  assert.deepEqual(knocked.slice(-2).sort(), ['tl-bonn', 'tl-kiel'], 'and where this one is now');
  ended.abort();
  await assert.rejects(tracking);
});

test('a link is pointed only after the lock is free, and as the bundle says that is in force by then', async () => {
  const [wireguard, lock] = [new FakeWireGuard(), createMutex()];
  const key = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';
  const link = parseLinkFile(
    'tl-kiel.conf',
    `[Interface]\nPrivateKey = @private\nListenPort = 51821\nFwMark = 0x746c\nAddress = fe80::1/64\nMTU = 1420
[Peer]\nPublicKey = ${key}\nAllowedIPs = ::/0\nEndpoint = @auto:kiel:51821\n`,
  );
  const peer = { publicKey: key, allowedIps: [], endpoint: '198.18.1.2:51821' };
  await wireguard.sync('tl-kiel', { privateKey: '', peers: [peer] });
  const before = { links: [link], presharedKeys: new Map() } as unknown as Bundle;
  let inForce: Bundle | undefined = before;
  const glances = createGlances(wireguard, systemClock);
  const keys = { linkPrivateKey: () => Buffer.alloc(32, 1), hints: () => new Map() };
  const ports = { wireguard, glances, lock, ...keys };
  const point = pointInForce(ports, async () => inForce);
  wireguard.calls.length = 0;

  await point(before, link, '198.18.1.3:51821');
  assert.deepEqual(wireguard.calls, ['endpoint tl-kiel 198.18.1.3:51821']);
  const seen = { endpoint: '198.18.1.3:51821', receivedBytes: 0, evenIfWorking: false };
  await point(before, link, '198.18.1.4:51821', { ...seen, endpoint: '198.18.1.2:51821' });
  assert.equal(wireguard.calls.length, 1, 'WireGuard followed the peer meanwhile');
  const device = wireguard.devices.get('tl-kiel');
  if (device?.peers[0] !== undefined) device.peers[0].receivedBytes = 9;
  await point(before, link, '198.18.1.4:51821', seen);
  assert.equal(wireguard.calls.length, 1, 'something arrived meanwhile');
  await point(before, link, '198.18.1.3:51821', { ...seen, evenIfWorking: true });
  assert.equal(wireguard.calls.length, 2);
  wireguard.calls.pop();
  let release = () => {};
  const applying = lock.run(
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const late = point(before, link, '198.18.1.4:51821');
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(wireguard.calls.length, 1);
  inForce = undefined;
  release();
  await Promise.all([applying, late]);
  assert.equal(wireguard.calls.length, 1);
});

test('a bundle that cannot be read holds back nothing of what WireGuard says, and the log has it once', async () => {
  const wireguard = new FakeWireGuard();
  await wireguard.sync('tl-kiel', { privateKey: '', peers: [] });
  const ended = new AbortController();
  const [seen, said]: [string[][], unknown[]] = [[], []];
  const clock = { ...systemClock, monotonic: () => seen.length * 1000, sleep: async () => {} };
  const tracker = createTracker({
    ...{ glances: createGlances(wireguard, clock), clock, hints: createHints(), endpoints: noEndpoints },
    log: { ...silentLog, warn: (fields: unknown) => void said.push(fields) },
    resolve: () => new Promise(() => {}),
    inContact: () => true,
    hasWay: () => true,
    bundle: async () => {
      throw new Error('the disk is gone');
    },
    point: async () => {},
    knock: () => {},
    renew: async () => false,
    wake: {
      notify: () => {},
      wait: async () => {
        if (seen.length === 5) ended.abort();
        return false;
      },
    },
    ...{ intervalMs: 1000, freshMs: 500, resolveTimeoutMs: 5000 },
    onDevices: (devices) => void seen.push([...devices.keys()]),
  });
  await tracker.run(ended.signal);
  assert.deepEqual(seen, Array(5).fill(['tl-kiel']));
  assert.deepEqual(said, [{ error: 'the disk is gone' }]);
});
