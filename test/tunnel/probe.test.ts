import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf } from '../../agent/tracker/candidates.ts';
import { placeOf } from '../../agent/tunnel/place.ts';
import { createFamilyProbe, type ProbeOptions } from '../../agent/tunnel/probe.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createWake, unlessWoken } from '../../shared/os/wake.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';
import { enrolled } from './node-fixture.ts';

const [v4, v6] = ['198.51.100.1:51820', '[2001:db8::1]:51820'];
const never = new AbortController().signal;

/** A node whose tunnel is at the controller's IPv6, and a controller that answers over some families. */
async function world(options: Partial<ProbeOptions> = {}, endpoints: readonly string[] = [v4, v6]) {
  const wireguard = new FakeWireGuard();
  const place = { ...placeOf(enrolled), endpoints };
  await wireguard.ensureInterface('tlmgmt');
  const config = { publicKey: place.controllerKey, allowedIps: [], endpoint: v6 };
  await wireguard.sync('tlmgmt', { privateKey: '', peers: [config] });
  const moved = createWake();
  const world = {
    wireguard,
    nowMs: 0,
    moved,
    /** Probes that a change of addresses ended. */
    ended: 0,
    /** Families over which packets get to the controller. */
    ways: new Set<4 | 6 | undefined>([4, 6]),
    /** What calls over a family that leads nowhere do. */
    lost: async (_signal: AbortSignal): Promise<never> => {
      throw new TowlineError('unavailable', 'not done in time');
    },
    /** What was told, and over which family. */
    calls: [] as string[],
    endpoint: () => wireguard.devices.get('tlmgmt')?.peers[0]?.endpoint,
    look: (ms: number, signal = never) => {
      world.nowMs += ms;
      const peer = wireguard.devices.get('tlmgmt')?.peers[0];
      assert.ok(peer !== undefined);
      return probe.look(place, { ...peer }, signal);
    },
    soon: () => probe.soon(),
    beginSession: () => {
      client = session();
    },
  };
  const session = () => ({
    async reportAddresses({ probedFamily }: ReportAddressesRequestInput, signal?: AbortSignal) {
      const over = familyOf(world.endpoint());
      if (!world.ways.has(over)) return await world.lost(signal ?? never);
      world.calls.push(`${probedFamily} over ${over}`);
      return { probeSeen: probedFamily === over };
    },
  });
  let client = session();
  const probe = createFamilyProbe({
    wireguard,
    clock: { ...systemClock, monotonic: () => world.nowMs, sleep: async () => {} },
    log: silentLog,
    resolve: async (host) => [host],
    resolveTimeoutMs: 100,
    client: () => client,
    addresses: () => ({ ownAddresses: [], leftAddresses: [] }),
    hasWay: () => true,
    isBusy: () => false,
    intervalMs: 600_000,
    async unlessMoved(signal, task) {
      const isMoved = await unlessWoken(moved, signal, task);
      if (isMoved) world.ended++;
      return isMoved;
    },
    ...options,
  });
  return world;
}

test('a probe speaks over the other family until it is seen there, and puts the tunnel back', async () => {
  const { look, calls, endpoint, wireguard } = await world();
  await look(1_999);
  assert.deepEqual(calls, [], 'not at once');
  await look(1);
  assert.deepEqual(calls, ['4 over 6', '4 over 4', '0 over 6']);
  assert.equal(endpoint(), v6);
  assert.deepEqual(wireguard.calls.slice(-2), [`endpoint tlmgmt ${v4}`, `endpoint tlmgmt ${v6}`]);
  await look(299_999);
  assert.equal(calls.length, 3, 'the next one comes after half of the interval at least');
  await look(300_001);
  assert.equal(calls.length, 6);
});

test('another session is followed by a probe, unless the last one was not heard', async () => {
  const { look, calls, ways, beginSession } = await world();
  await look(2_000);
  assert.equal(calls.splice(0).length, 3);
  beginSession();
  await look(100);
  assert.deepEqual(calls, [], 'not at once');
  await look(2_000);
  assert.deepEqual(calls.splice(0), ['4 over 6', '4 over 4', '0 over 6']);
  ways.delete(4);
  beginSession();
  await look(100);
  await look(2_000);
  assert.deepEqual(calls.splice(0), ['4 over 6', '0 over 6']);
  beginSession();
  await look(100);
  await look(2_000);
  assert.deepEqual(calls, []);
});

test('a tunnel that went over to the other family is followed by a probe of the one that it left', async () => {
  const { look, calls, wireguard } = await world();
  await look(2_000);
  calls.splice(0);
  await wireguard.setEndpoint('tlmgmt', enrolled.controllerWireguardPublicKey, v4);
  await look(5_000);
  await look(4_000);
  assert.deepEqual(calls, [], 'so soon it may be the probe that is seen');
  await look(1_000);
  await look(2_000);
  assert.deepEqual(calls, ['6 over 4', '6 over 6', '0 over 4']);
});

test('a tunnel that roamed while names were asked for is put back to where it is', async () => {
  const roamed = '[2001:db8::9]:51820';
  const made = await world({
    resolve: async (host) => {
      await made.wireguard.setEndpoint('tlmgmt', enrolled.controllerWireguardPublicKey, roamed);
      return [host];
    },
  });
  await made.look(2_000);
  assert.deepEqual(made.calls, ['4 over 6', '4 over 4', '0 over 6']);
  assert.equal(made.endpoint(), roamed);
});

test('a tunnel that roamed to the other family meanwhile stays there', async () => {
  const made = await world({
    resolve: async (host) => {
      await made.wireguard.setEndpoint('tlmgmt', enrolled.controllerWireguardPublicKey, v4);
      return [host];
    },
  });
  await made.look(2_000);
  assert.equal(made.endpoint(), v4);
  assert.deepEqual(made.calls, ['0 over 4']);
});

test('a tunnel over IPv4 is probed over IPv6', async () => {
  const { look, calls, wireguard, endpoint } = await world();
  await wireguard.setEndpoint('tlmgmt', enrolled.controllerWireguardPublicKey, v4);
  await look(2_000);
  assert.deepEqual(calls, ['6 over 4', '6 over 6', '0 over 4']);
  assert.equal(endpoint(), v4);
});

test('a family that leads nowhere is tried less and less often, and at once when addresses change', async () => {
  const { look, calls, endpoint, ways, soon } = await world({ intervalMs: 60_000 });
  ways.delete(4);
  await look(2_000);
  assert.deepEqual([calls, endpoint()], [['4 over 6', '0 over 6'], v6]);
  const tries: number[] = [];
  for (let minute = 1; minute <= 600; minute++) {
    const before = calls.length;
    await look(60_000);
    assert.equal(endpoint(), v6);
    if (calls.length > before) tries.push(minute);
  }
  assert.ok(tries.length >= 10 && tries.length <= 26, `${tries.length} in ten hours`);
  calls.length = 0;
  ways.add(4);
  soon();
  await look(2_000);
  assert.deepEqual(calls, ['4 over 6', '4 over 4', '0 over 6']);
});

test('what the controller sends by the old way leads the tunnel back, and it is led over again', async () => {
  const { look, calls, endpoint, wireguard } = await world();
  const set = wireguard.setEndpoint.bind(wireguard);
  let roamed = 0;
  wireguard.setEndpoint = (name, key, to) => set(name, key, to === v4 && roamed++ < 3 ? v6 : to);
  await look(2_000);
  assert.deepEqual(calls, ['4 over 6', '4 over 6', '4 over 6', '4 over 6', '4 over 4', '0 over 6']);
  assert.equal(endpoint(), v6);
});

/** A call whose answer never comes. */
const hang = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

test('a call that hangs is given up after a while', async () => {
  const hanging = await world();
  hanging.ways.delete(4);
  hanging.lost = hang;
  await hanging.look(2_000);
  assert.deepEqual([hanging.calls, hanging.endpoint()], [['4 over 6', '0 over 6'], v6]);
});

test('a change of addresses ends a probe at once, and another one is due soon', async () => {
  const moving = await world();
  moving.ways.delete(4);
  moving.lost = (signal) => {
    moving.moved.notify();
    return hang(signal);
  };
  await moving.look(2_000);
  assert.equal(moving.endpoint(), v6);
  assert.equal(moving.ended, 1);
  moving.ways.add(4);
  moving.calls.length = 0;
  await moving.look(1_999);
  assert.deepEqual(moving.calls, []);
  await moving.look(1);
  assert.deepEqual(moving.calls, ['4 over 6', '4 over 4', '0 over 6']);
});

test('an agent that ends in the middle of a probe leaves the tunnel as it was', async () => {
  const ending = await world();
  const stopped = new AbortController();
  ending.ways.delete(4);
  ending.lost = (signal) => {
    stopped.abort(new Error('stopped'));
    return hang(signal);
  };
  await assert.rejects(ending.look(2_000, stopped.signal), /stopped/);
  assert.equal(ending.endpoint(), v6);
});

test('the controller is told of the end although it answers late', async () => {
  const late = await world();
  late.ways.delete(4);
  await late.look(2_000);
  await until('it is told', () => late.calls.includes('0 over 6'));
});

for (const [name, options, endpoints] of [
  ['probes are switched off', { intervalMs: 0 }, [v4, v6]],
  ['there is no session', { client: () => undefined }, [v4, v6]],
  ['a bundle is being proven', { isBusy: () => true }, [v4, v6]],
  ['there is no way out in the other family', { hasWay: (to: string) => familyOf(to) === 6 }, [v4, v6]],
  ['the controller has no endpoint in it', {}, [v6, '[2001:db8::2]:51820']],
  ['the controller has none that resolves', {}, ['nonsense', '']],
] as const) {
  test(`the tunnel is left alone where ${name}`, async () => {
    const { look, calls, wireguard } = await world(options, endpoints);
    const before = wireguard.calls.length;
    for (let i = 0; i < 10; i++) await look(600_000);
    assert.deepEqual([calls, wireguard.calls.length], [[], before]);
  });
}
