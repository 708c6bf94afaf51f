import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pointInForce, pointLink } from '../../agent/apply/point.ts';
import type { Bundle } from '../../agent/check/bundle.ts';
import type { EndpointSpec } from '../../agent/check/endpoint-spec.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import {
  decide,
  type LinkMemory,
  type LinkView,
  newLinkMemory,
  resolved,
} from '../../agent/tracker/decide.ts';
import { openHints } from '../../agent/tracker/hints.ts';
import { runTracker } from '../../agent/tracker/tracker.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { createWake } from '../../shared/os/wake.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const byHint: EndpointSpec = { kind: 'hint', node: 'kiel', port: 51821 };
const byName: EndpointSpec = { kind: 'name', host: 'kiel.example.net', port: 51821 };

/** A link that is looked at again and again; each look may change what is seen. */
function link(spec: EndpointSpec) {
  let memory: LinkMemory = newLinkMemory;
  let nowMs = 1000;
  const view: { -readonly [K in keyof LinkView]: LinkView[K] } = {
    spec,
    endpoint: undefined,
    receivedBytes: 0,
    hint: undefined,
  };
  return {
    view,
    look: (changes: Partial<LinkView> = {}, afterMs = 0) => {
      Object.assign(view, changes);
      nowMs += afterMs;
      const decision = decide(memory, view, { nowMs, freshMs: 3000, random: 0 });
      memory = decision.memory;
      if (decision.action.kind === 'set') view.endpoint = decision.action.endpoint;
      return decision.action;
    },
    lookedUp: (addresses: string[]) => {
      memory = resolved(memory, addresses, nowMs);
    },
  };
}

const none = { kind: 'none' };

test('a link without an endpoint gets the one of the first hint at once', () => {
  const { look } = link(byHint);
  assert.deepEqual(look(), none);
  assert.deepEqual(look({ hint: '198.18.1.2' }), { kind: 'set', endpoint: '198.18.1.2:51821' });
  assert.deepEqual(look(), none);
});

test('a peer that moved is followed at once, though the link still works', () => {
  const { look } = link(byHint);
  look({ hint: '198.18.1.2' });
  look({ receivedBytes: 100 }, 200);
  assert.deepEqual(look({ hint: '2001:db8::5', receivedBytes: 200 }, 200), {
    kind: 'set',
    endpoint: '[2001:db8::5]:51821',
  });
});

test('a hint that says what is in use already changes nothing, whatever the port', () => {
  const { look } = link(byHint);
  look({ hint: '198.18.1.2', endpoint: '198.18.1.2:9999', receivedBytes: 5 });
  assert.deepEqual(look({ receivedBytes: 6, hint: '198.18.1.3', endpoint: '198.18.1.3:9999' }, 100), none);
});

test('the first hint after a start does not disturb a link that works over another address', () => {
  const { look } = link(byHint);
  assert.deepEqual(look({ endpoint: '203.0.113.9:51821', receivedBytes: 5000 }), none);
  assert.deepEqual(look({ hint: '198.18.1.2', receivedBytes: 5100 }, 500), none);
  assert.deepEqual(look({ receivedBytes: 5100 }, 4000), { kind: 'set', endpoint: '198.18.1.2:51821' });
});

test('the endpoint of a link that receives is never replaced', () => {
  const { look, lookedUp } = link(byName);
  look({ endpoint: '203.0.113.9:51821', receivedBytes: 1 });
  lookedUp(['198.18.1.2']);
  for (let received = 2; received < 100; received++)
    assert.deepEqual(look({ receivedBytes: received }, 2900), none);
});

test('a name is looked up when the link is silent, and each of its addresses gets its turn', () => {
  const { look, lookedUp } = link(byName);
  assert.deepEqual(look(), { kind: 'resolve', host: 'kiel.example.net' });
  assert.deepEqual(look({}, 100), none);
  lookedUp(['2001:db8::5', '198.18.1.2']);
  assert.deepEqual(look(), { kind: 'set', endpoint: '[2001:db8::5]:51821' });
  assert.deepEqual(look({}, 5000), none, 'one whole handshake attempt');
  assert.equal(look({}, 60_000).kind, 'resolve');
  lookedUp(['2001:db8::5', '198.18.1.2']);
  assert.deepEqual(look(), { kind: 'set', endpoint: '198.18.1.2:51821' });
});

test('a name that does not resolve keeps the addresses that it had', () => {
  const { look, lookedUp } = link(byName);
  look();
  lookedUp(['198.18.1.2']);
  look();
  look({ endpoint: '203.0.113.1:1' }, 60_000);
  lookedUp([]);
  assert.deepEqual(look(), { kind: 'set', endpoint: '198.18.1.2:51821' });
});

test('attempts become rarer, up to one a minute or so, and start anew once something arrived', () => {
  const { look, lookedUp } = link(byName);
  const lookups: number[] = [];
  for (let second = 0; second < 600; second++) {
    if (look({}, 1000).kind === 'resolve') {
      lookups.push(second);
      lookedUp(['198.18.1.2']);
    }
  }
  assert.ok(lookups.length > 5 && lookups.length < 20, lookups.join());
  look({ receivedBytes: 10 }, 1000);
  assert.equal(look({}, 3500).kind, 'resolve');
});

test('a fixed address is restored after the peer roamed away and fell silent', () => {
  const { look } = link({ kind: 'address', endpoint: '198.18.1.2:51821' });
  look({ endpoint: '203.0.113.9:4444', receivedBytes: 10 });
  assert.deepEqual(look({ hint: '192.0.2.1' }, 1000), none);
  assert.deepEqual(look({}, 3000), { kind: 'set', endpoint: '198.18.1.2:51821' });
});

test('a name server that never answers holds up neither the other links nor a hint, and hints are kept', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-tracker-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'hints.json');
  const [hints, wireguard, wake] = [await openHints(file), new FakeWireGuard(), createWake()];
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
  const ports = { wireguard, linkPrivateKey: () => Buffer.alloc(32, 1), hints: () => hints.all() };
  for (const item of links) {
    await wireguard.sync(item.interface, { privateKey: '', peers: [{ publicKey: key, allowedIps: [] }] });
  }
  const ended = new AbortController();
  let lookups = 0;
  const tracking = runTracker(
    {
      wireguard,
      clock: systemClock,
      log: silentLog,
      resolve: () => {
        lookups++;
        return new Promise(() => {});
      },
      hints,
      bundle: async () => bundle,
      point: (...args) => pointLink(ports, ...args),
      renew: async () => false,
      wake,
      intervalMs: 60_000,
      freshMs: 3000,
      resolveTimeoutMs: 5000,
      onDevices: () => {},
    },
    ended.signal,
  );
  await until('the lookup is under way', () => lookups === 1);
  assert.equal(await hints.put('kiel', '198.18.1.2'), true);
  assert.equal(await hints.put('kiel', '198.18.1.2'), false);
  assert.equal(await hints.put('kiel', 'no address'), false);
  wake.notify();
  await until(
    'the hint is followed',
    () => wireguard.configs.get('tl-kiel')?.peers[0]?.endpoint === '198.18.1.2:51821',
  );
  await hints.put('kiel', '2001:DB8::7');
  wake.notify();
  await until('the move is followed', () => wireguard.calls.includes('endpoint tl-kiel [2001:db8::7]:51821'));
  ended.abort();
  await assert.rejects(tracking);
  assert.deepEqual([...(await openHints(file)).all()], [['kiel', '2001:db8::7']]);
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
  const ports = { wireguard, lock, linkPrivateKey: () => Buffer.alloc(32, 1), hints: () => new Map() };
  const point = pointInForce(ports, async () => inForce);
  wireguard.calls.length = 0;

  await point(before, link, '198.18.1.3:51821');
  assert.deepEqual(wireguard.calls, ['endpoint tl-kiel 198.18.1.3:51821']);
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
