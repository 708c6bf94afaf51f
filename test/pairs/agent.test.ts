import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { movedEndpoint } from '../../agent/apply/follow-ports.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { type Course, runCycle } from '../../agent/cycle.ts';
import { proveHandshakes, rekeyedLinks } from '../../agent/prove/handshakes.ts';
import { createUpkeep } from '../../agent/upkeep.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { fastClock, files, make, never, psk, setUp } from '../agent/cycle-fixture.ts';
import type { MadeBundle } from '../fakes/bundles.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

type SetUp = Awaited<ReturnType<typeof setUp>>;

/** The files with the next version of the link's pre-shared key. */
const newKey = Object.fromEntries(
  Object.entries(files('hamburg')).map(([path, text]) => [
    path,
    text.replace(`@${psk.name}:1`, `@${psk.name}:2`),
  ]),
);
const rekeyed = (release: number) =>
  make(release, { files: newKey, secrets: [{ ...psk, version: 2, value: Buffer.alloc(32, 6) }] });

const run = (node: SetUp, bundle: MadeBundle, stageOnly: boolean, course: Course = {}) => {
  node.controller.bundle = bundle;
  return runCycle(node.parts, node.controller.open(), { ...bundle.desired, stageOnly }, never, course);
};
const hexOf = (bundle: MadeBundle) => bundle.desired.bundleDigest.toString('hex');

describe('a bundle that is only to be staged', () => {
  test('is fetched and checked, and nothing else of the node changes; its files are kept', async (context) => {
    const node = await setUp(context);
    assert.equal(await node.cycle(make(1)), 'confirmed');
    const [calls, applied] = [node.calls.length, node.wireguard.calls.length];
    const next = make(2, { files: files('kiel') });
    assert.equal(await run(node, next, true), 'staged');
    assert.deepEqual([node.calls.length, node.wireguard.calls.length], [calls, applied]);
    const { phase, running, lastApply } = node.parts.journal.current();
    assert.deepEqual([phase.state, running?.release], ['confirmed', 1]);
    assert.deepEqual([lastApply?.release, lastApply?.outcome], [2, 'applying']);
    assert.match(lastApply?.reason ?? '', /waits until the other ends/);
    await stat(join(node.paths.bundles, hexOf(next), 'manifest.pb'));
  });

  test('is switched to without being fetched, written or checked again', async (context) => {
    const node = await setUp(context);
    await node.cycle(make(1));
    const next = make(2, { files: files('kiel') });
    await run(node, next, true);
    const manifest = join(node.paths.bundles, hexOf(next), 'manifest.pb');
    const { ino } = await stat(manifest);
    const checks = node.bird.calls.filter((call) => call.startsWith('check')).length;
    node.controller.bundle = undefined;
    const client = node.controller.open();
    const course = { staged: hexOf(next) };
    assert.equal(
      await runCycle(node.parts, client, { ...next.desired, stageOnly: true }, never, course),
      'staged',
    );
    assert.equal(await runCycle(node.parts, client, next.desired, never, course), 'confirmed');
    assert.equal((await stat(manifest)).ino, ino);
    assert.equal(node.bird.calls.filter((call) => call.startsWith('check')).length, checks);
    assert.equal(node.parts.journal.current().running?.release, 2);
  });

  test('is staged anew where its files were damaged, or where the agent was started anew', async (context) => {
    for (const forgets of [false, true]) {
      const node = await setUp(context);
      await node.cycle(make(1));
      const next = make(2, { files: files('kiel') });
      await run(node, next, true);
      const file = join(node.paths.bundles, hexOf(next), 'bird/bird.conf');
      await writeFile(file, 'broken');
      assert.equal(await run(node, next, false, forgets ? {} : { staged: hexOf(next) }), 'confirmed');
      assert.equal(await readFile(file, 'utf8'), '# kiel\n');
    }
  });

  test('gives way to a newer release, and is refused where it is wrong', async (context) => {
    const node = await setUp(context);
    await node.cycle(make(1));
    const second = make(2, { files: files('kiel') });
    await run(node, second, true);
    const third = make(3, { files: files('bonn') });
    assert.equal(await run(node, third, false, { staged: hexOf(second) }), 'confirmed');
    await assert.rejects(stat(join(node.paths.bundles, hexOf(second))), { code: 'ENOENT' });
    const wrong = make(4, { files: { ...files('kiel'), 'agent/settings.toml': 'node = 1\n' } });
    assert.equal(await run(node, wrong, true), 'refused');
  });

  test('is told of by the upkeep until it is switched to', async (context) => {
    const node = await setUp(context);
    const upkeep = createUpkeep(node.parts, () => {});
    await upkeep.bootUntilDone(never);
    const bundle = make(1);
    node.controller.bundle = bundle;
    const client = node.controller.open();
    assert.equal(await upkeep.cycle(client, { ...bundle.desired, stageOnly: true }, never), 'staged');
    assert.equal(upkeep.staged(), hexOf(bundle));
    assert.equal(await upkeep.cycle(client, bundle.desired, never), 'confirmed');
    assert.equal(upkeep.staged(), undefined);
  });
});

describe('a link with a new key', () => {
  /** A node whose link has a session and traffic, and a handshake each time that this is asked for. */
  const established = async (context: Parameters<typeof setUp>[0]) => {
    const node = await setUp(context);
    node.bird.sessions = () => ['tl_hamburg'];
    await node.cycle(make(1));
    const { wireguard } = node;
    const state = wireguard.state.bind(wireguard);
    // Traffic flows whatever the key: WireGuard goes on with the session keys that it has.
    wireguard.state = async () => {
      for (const { peers } of wireguard.devices.values()) for (const peer of peers) peer.receivedBytes += 100;
      return state();
    };
    const handshake = () => {
      for (const { peers } of wireguard.devices.values()) for (const peer of peers) peer.latestHandshake++;
    };
    return { ...node, handshake };
  };

  test('is confirmed with a handshake since the switch, and not before', async (context) => {
    const node = await established(context);
    const cycle = node.cycle(rekeyed(2));
    await until('all else is proved', () => node.parts.journal.step() === 'handshakes');
    assert.deepEqual(node.controller.confirmed, [1], 'the controller has not been asked to sign yet');
    node.handshake();
    assert.equal(await cycle, 'confirmed');
    assert.deepEqual(node.controller.confirmed, [1, 2]);
  });

  test('fails within the confirm window for whatever else does not work', async (context) => {
    const node = await established(context);
    node.controller.isReachable = false;
    assert.equal(await node.cycle(rekeyed(2)), 'rolledBack');
    assert.match(node.parts.journal.current().lastApply?.reason ?? '', /the controller does not answer/);
    assert.equal(node.parts.journal.current().failures?.count, 0, 'the controller alone was missing');
  });

  test('is taken back at once when the controller wants another bundle, which does not count', async (context) => {
    const node = await established(context);
    const upkeep = createUpkeep(node.parts, () => {});
    await upkeep.bootUntilDone(never);
    const bundle = rekeyed(2);
    node.controller.bundle = bundle;
    const cycle = upkeep.cycle(node.controller.open(), bundle.desired, never);
    await until('all else is proved', () => node.parts.journal.step() === 'handshakes');
    upkeep.heard(bundle.desired);
    upkeep.heard(make(3, { files: files('kiel') }).desired);
    assert.equal(await cycle, 'rolledBack');
    const { lastApply, failures, running } = node.parts.journal.current();
    assert.match(lastApply?.reason ?? '', /the controller has withdrawn it/);
    assert.deepEqual([failures?.count, running?.release], [0, 1]);
  });

  test('is one whose pre-shared key or peer is another, and whose session was established', async (context) => {
    const node = await setUp(context);
    const read = async (bundle: MadeBundle) => {
      await run(node, bundle, true);
      const { readBundle } = await import('../../agent/check/bundle.ts');
      return readBundle(join(node.paths.bundles, hexOf(bundle)), node.parts.bundleKeys);
    };
    const [first, second] = [await read(make(1)), await read(rekeyed(2))];
    const moved = await read(make(3, { files: files('hamburg', 51900) }));
    const session = new Set(['tl_hamburg']);
    assert.deepEqual(rekeyedLinks(first, second, session), ['tl-hamburg']);
    assert.deepEqual(rekeyedLinks(first, second, new Set()), [], 'nothing says that it worked before');
    assert.deepEqual(rekeyedLinks(undefined, second, session), []);
    assert.deepEqual(rekeyedLinks(first, moved, session), [], 'a port shows itself by traffic');
  });

  test('names the links that lack a handshake; one that never had any is not satisfied by none', async () => {
    const wireguard = new FakeWireGuard();
    const peer = (latestHandshake: number) => ({
      publicKey: 'P',
      allowedIps: [],
      latestHandshake,
      receivedBytes: 0,
      sentBytes: 0,
      hasPresharedKey: true,
    });
    const device = (latestHandshake: number): DeviceState => ({
      publicKey: 'own',
      listenPort: 1,
      fwmark: 0,
      peers: [peer(latestHandshake)],
    });
    // Set back by a clock that was wrong: another time is a newer one.
    for (const [name, time] of [
      ['tl-a', 50],
      ['tl-b', 100],
      ['tl-c', 0],
    ] as const)
      wireguard.devices.set(name, device(time));
    const atSwitch = new Map([
      ['tl-a', 100],
      ['tl-b', 100],
      ['tl-c', 0],
      ['tl-gone', 7],
    ]);
    const ports = { wireguard, clock: fastClock };
    await assert.rejects(
      proveHandshakes(ports, atSwitch, AbortSignal.timeout(50)),
      /no handshake with the new key on tl-b, tl-c, tl-gone/,
    );
    await proveHandshakes(ports, new Map([['tl-a', 100]]), AbortSignal.timeout(1000));
  });
});

describe('a peer that listens on another port', () => {
  const link = (endpoint: string) => {
    const text = files('hamburg')['wireguard/tl-hamburg.conf'] ?? '';
    return parseLinkFile('tl-hamburg.conf', text.replace(/Endpoint = .*/, `Endpoint = ${endpoint}`));
  };
  const [before, now] = [link('198.18.1.2:1001'), link('198.18.1.2:2002')];
  const device = (endpoint: string | undefined, receivedBytes: number): DeviceState => ({
    publicKey: 'own',
    listenPort: 1,
    fwmark: 0,
    peers: [
      {
        publicKey: now.peer.publicKey,
        allowedIps: [],
        latestHandshake: 1,
        receivedBytes,
        sentBytes: 0,
        hasPresharedKey: true,
        ...(endpoint === undefined ? {} : { endpoint }),
      },
    ],
  });
  const cases: [string, string | undefined, number, string | undefined][] = [
    ['is followed where nothing comes from it', '198.18.1.2:1001', 5, '198.18.1.2:2002'],
    ['is followed where it roamed to', '198.18.9.9:1001', 5, '198.18.9.9:2002'],
    ['is followed over IPv6', '[2001:db8::9]:1001', 5, '[2001:db8::9]:2002'],
    ['is left alone where something came', '198.18.1.2:1001', 6, undefined],
    ['is left alone where it roamed by itself', '198.18.1.2:2002', 5, undefined],
    ['is left alone where something maps its port', '198.18.1.2:40000', 5, undefined],
    ['is left to the tracker where none is in use', undefined, 5, undefined],
  ];
  for (const [what, inUse, received, expected] of cases) {
    test(what, () => {
      const states = { atSwitch: device(inUse, 5), now: device(inUse, received) };
      assert.equal(movedEndpoint(before, now, states), expected);
    });
  }
  test('is left alone where its interface has gone', () => {
    assert.equal(movedEndpoint(before, now, { atSwitch: undefined, now: undefined }), undefined);
  });
});
