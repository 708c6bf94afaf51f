import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { placeOf } from '../../agent/tunnel/place.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { signTunnelMove } from '../../shared/rpc/tunnel-move.ts';
import { until } from '../fakes/until.ts';
import { base64, enrolled, moveTo, newKey, node, oldKey } from './node-fixture.ts';

test('a move is made beside the old tunnel, proven through the new one, and kept', async (context) => {
  const world = await node(context);
  const { tunnel, stop } = await world.start();
  let atProof: unknown;
  world.onConfirm = () => {
    atProof = { route: world.route, ends: [...world.wireguard.devices.keys()], isBusy: world.isBusy };
  };
  tunnel.offer(moveTo());
  await until('it has moved', () => tunnel.current().generation === 1 && world.wireguard.devices.size === 1);
  assert.deepEqual(atProof, { route: 'tlmgmt2', ends: ['tlmgmt', 'tlmgmt2'], isBusy: true });
  assert.deepEqual([...world.wireguard.devices.keys()], ['tlmgmt2']);
  assert.equal(world.route, 'tlmgmt2');
  assert.deepEqual(await world.kept(), {
    generation: 1,
    interface: 'tlmgmt2',
    controllerKey: base64(newKey.publicKey),
    endpoints: ['198.51.100.1:51999'],
  });
  assert.equal(tunnel.current().reason, undefined);
  await until('it is not pending', async () => !(await readdir(world.folder)).includes('tunnel-move.json'));
  // The same again, and an older one, say nothing new.
  tunnel.offer(moveTo());
  assert.equal(tunnel.current().reason, undefined);
  await stop();
  world.route = undefined;
  await world.start();
  assert.deepEqual([...world.wireguard.devices.keys()], ['tlmgmt2']);
});

test('a place that does not answer leaves the old tunnel as it is, and is tried again', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  world.wireguard.silent.add('198.51.100.1:51999');
  tunnel.offer(moveTo());
  await until('the reason', () =>
    tunnel.current().reason?.startsWith('move 1: no handshake with 198.51.100.1:51999'),
  );
  assert.deepEqual([tunnel.current().generation, world.route], [0, 'tlmgmt']);
  assert.equal(world.confirmed, 0, 'nothing was sent through it');
  await until('the candidate is gone', () => !world.wireguard.devices.has('tlmgmt2'));
  world.wireguard.silent.clear();
  await until('it is tried again', () => tunnel.current().generation === 1);
});

test('each endpoint is tried in turn', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  for (const endpoint of ['198.51.100.8:1', '198.51.100.9:1']) world.wireguard.silent.add(endpoint);
  tunnel.offer(moveTo({ endpoints: ['198.51.100.8:1', '198.51.100.9:1', '[2001:db8::1]:51999'] }));
  await until('it has moved', () => tunnel.current().generation === 1);
  assert.equal(world.wireguard.devices.get('tlmgmt2')?.peers[0]?.endpoint, '[2001:db8::1]:51999');
});

test('a controller that shakes hands and does not answer is left again, with the route', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  world.deaf.add('tlmgmt2');
  tunnel.offer(moveTo());
  // Beside the reason, since a moment later it is tried again.
  await until(
    'it is left again',
    () =>
      /move 1: the controller did not answer/.test(tunnel.current().reason ?? '') &&
      world.route === 'tlmgmt' &&
      !world.wireguard.devices.has('tlmgmt2'),
  );
  assert.deepEqual([world.route, [...world.wireguard.devices.keys()]], ['tlmgmt', ['tlmgmt']]);
  assert.equal((await world.kept()).generation, 0);
});

test('an answer that came by the old tunnel proves nothing', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  world.onConfirm = () => {
    world.route = 'tlmgmt';
  };
  tunnel.offer(moveTo());
  await until('the reason', () =>
    /the answer did not come through tlmgmt2/.test(tunnel.current().reason ?? ''),
  );
  assert.equal((await world.kept()).generation, 0);
});

test('a disk that takes nothing keeps the node where it is', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  await rm(world.folder, { recursive: true });
  tunnel.offer(moveTo());
  await until('the reason', () => /ENOENT/.test(tunnel.current().reason ?? ''));
  await until('the candidate is gone', () => !world.wireguard.devices.has('tlmgmt2'));
  assert.deepEqual([tunnel.current().generation, world.route], [0, 'tlmgmt']);
});

test('with the same key, the old tunnel shakes hands anew after a candidate that failed', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  world.deaf.add('tlmgmt2');
  tunnel.offer(moveTo({ controllerKey: oldKey.publicKey }));
  await until('the reason', () => /did not answer/.test(tunnel.current().reason ?? ''));
  assert.ok(world.wireguard.calls.includes(`remove peer tlmgmt ${base64(oldKey.publicKey)}`));
  assert.equal(world.wireguard.devices.get('tlmgmt')?.peers[0]?.latestHandshake, 1);
});

test('a newer move ends the attempt at an older one, and one back to where the node is needs no proof', async (context) => {
  const world = await node(context, 1);
  const { tunnel } = await world.start();
  world.wireguard.silent.add('198.51.100.1:51999');
  tunnel.offer(moveTo());
  await until('it tries', () => world.wireguard.devices.has('tlmgmt2'));
  tunnel.offer(moveTo({ generation: 2, controllerKey: oldKey.publicKey, endpoints: ['198.51.100.1:51820'] }));
  await until('it is back', () => tunnel.current().generation === 2);
  await until('the candidate is gone', () => !world.wireguard.devices.has('tlmgmt2'));
  assert.deepEqual([world.route, world.confirmed, tunnel.current().reason], ['tlmgmt', 0, undefined]);
  assert.deepEqual(await world.kept(), { ...placeOf(enrolled), generation: 2 });
});

test('what an agent left that was killed in a move is taken away, and the move is made', async (context) => {
  const world = await node(context);
  const first = await world.start();
  world.wireguard.silent.add('198.51.100.1:51999');
  first.tunnel.offer(moveTo());
  await until('it is kept', async () => (await readdir(world.folder)).includes('tunnel-move.json'));
  await first.stop();
  // As a kill in the proof leaves it.
  const left = {
    publicKey: base64(newKey.publicKey),
    allowedIps: ['fd12::1/128'],
    endpoint: '198.51.100.1:51999',
  };
  await world.wireguard.ensureInterface('tlmgmt2');
  await world.wireguard.sync('tlmgmt2', { privateKey: '', peers: [left] });
  world.route = 'tlmgmt2';
  world.deaf.add('tlmgmt2');
  const second = await world.start();
  await until('it is tried without being told', () => /move 1/.test(second.tunnel.current().reason ?? ''));
  await until('the old one is in use', () => world.route === 'tlmgmt');
  world.wireguard.silent.clear();
  world.deaf.clear();
  await until('it has moved', () => second.tunnel.current().generation === 1);
});

test('a move that is forged or broken is refused, says why, and is not kept', async (context) => {
  const world = await node(context);
  const { tunnel } = await world.start();
  const forged = signTunnelMove(generateSigningKeyPair().privateKey, {
    networkId: enrolled.networkId,
    generation: 9,
    controllerKey: newKey.publicKey,
    endpoints: ['203.0.113.66:51820'],
  });
  tunnel.offer(forged);
  assert.match(tunnel.current().reason ?? '', /not signed by the controller/);
  tunnel.offer(moveTo({ endpoints: [] }));
  assert.match(tunnel.current().reason ?? '', /names 0 endpoints/);
  assert.deepEqual(world.wireguard.devices.has('tlmgmt2'), false);
  assert.deepEqual((await readdir(world.folder)).includes('tunnel-move.json'), false);
});

test('a file of a pending move that is damaged or another network’s is passed over', async (context) => {
  const foreign = moveTo({ networkId: 'b'.repeat(32) });
  const texts = [
    '',
    '{',
    'null',
    '[]',
    '{"move":1,"signature":2}',
    '{"move":"!!","signature":"AA=="}',
    JSON.stringify({ move: base64(foreign.move), signature: base64(foreign.signature) }),
  ];
  for (const text of texts) {
    const world = await node(context);
    await writeFile(world.files.tunnelMove, text);
    const { tunnel, stop } = await world.start();
    assert.equal(tunnel.current().generation, 0);
    assert.deepEqual([...world.wireguard.devices.keys()], ['tlmgmt']);
    await stop();
  }
});
