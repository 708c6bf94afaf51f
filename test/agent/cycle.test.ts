import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { pathsOf } from '../../agent/config/paths.ts';
import { knownServices } from '../../agent/config/schema.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { FakeBird } from '../fakes/bird.ts';
import {
  type BundleSpec,
  type MadeBundle,
  makeBundle,
  networkId,
  nodeId,
  sealing,
  signing,
} from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { fakeRun } from '../fakes/machine.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const peerKey = generateBoxKeyPair().publicKey.toString('base64');
const psk = { name: 'psk:berlin--hamburg', version: 1, value: Buffer.alloc(32, 5) };
const never = new AbortController().signal;

function files(peer: string, port = 51821): Record<string, string> {
  return {
    [`wireguard/tl-${peer}.conf`]: `[Interface]\nPrivateKey = @private\nListenPort = ${port}\nFwMark = 0x746c
Address = fe80::1/64\nMTU = 1420\n[Peer]\nPublicKey = ${peerKey}\nPresharedKey = @${psk.name}:1
AllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = 198.18.1.2:51821\n`,
    'agent/settings.toml': `node = "berlin"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"
[[links]]\npeer = "${peer}"\ninterface = "tl-${peer}"\nsession = "tl_${peer}"\n`,
    'bird/bird.conf': `# ${peer}\n`,
  };
}

const make = (release: number, more: Partial<BundleSpec> = {}) =>
  makeBundle({ release, files: files('hamburg'), secrets: [psk], confirmWindowS: 1, ...more });

async function setUp(context: TestContext) {
  const stateDir = await mkdtemp(join(tmpdir(), 'towline-cycle-'));
  context.after(() => rm(stateDir, { recursive: true }));
  const [controller, bird, wireguard] = [new FakeController(), new FakeBird(), new FakeWireGuard()];
  const { run, calls } = fakeRun(wireguard);
  const paths = pathsOf({ state_dir: stateDir, runtime_dir: stateDir });
  const parts: CyclePorts = {
    run,
    clock: systemClock,
    log: silentLog,
    wireguard,
    bird,
    paths,
    linkPrivateKey: generateBoxKeyPair().privateKey,
    hints: () => new Map(),
    applyFilter: async () => {},
    bundleKeys: { signingPublicKey: signing.publicKey, sealingPrivateKey: sealing.privateKey },
    signingPublicKey: signing.publicKey,
    journal: await openJournal(paths.journal),
    openClient: controller.open,
    networkId,
    nodeId,
    epoch: 1,
    services: knownServices,
  };
  const cycle = (bundle: MadeBundle) => {
    controller.bundle = bundle;
    return runCycle(parts, controller.open(), bundle.desired, never);
  };
  const reopened = async (): Promise<CyclePorts> => ({ ...parts, journal: await openJournal(paths.journal) });
  return { parts, paths, controller, bird, wireguard, calls, cycle, reopened };
}

const refusals: [name: string, bundle: () => MadeBundle, reason: RegExp][] = [
  ["another node's bundle", () => make(2, { nodeId: 8 }), /it is for node 8, this is 7/],
  ["another network's bundle", () => make(2, { networkId: 'net-2' }), /of another network/],
  ['a bundle of an epoch that is over', () => make(2, { epoch: 0 }), /epoch 0 is over/],
  [
    'a bundle with a service that this node does not know',
    () => make(2, { files: { ...files('hamburg'), 'cron/job': 'x' } }),
    /configures the service "cron"/,
  ],
  [
    'a manifest with a flipped byte',
    () => {
      const bundle = make(2);
      bundle.signed.manifest.writeUInt8(bundle.signed.manifest.readUInt8(9) ^ 1, 9);
      return bundle;
    },
    /not signed by the controller/,
  ],
  [
    'a file with a flipped byte',
    () => {
      const bundle = make(2, { files: files('kiel') });
      for (const content of bundle.contents.values()) content.writeUInt8(content.readUInt8(0) ^ 1, 0);
      return bundle;
    },
    /a file that its manifest does not name/,
  ],
  [
    'a bundle that does not come whole',
    () => {
      const bundle = make(2, { files: files('kiel') });
      bundle.contents.clear();
      return bundle;
    },
    /did not send/,
  ],
  [
    'a WireGuard file with a command in it',
    () => {
      const broken = files('kiel');
      broken['wireguard/tl-kiel.conf'] = `${broken['wireguard/tl-kiel.conf']}PostUp = touch /tmp/x\n`;
      return make(2, { files: broken });
    },
    /PostUp is not allowed/,
  ],
  [
    'a bundle without the secret that it refers to',
    () => make(2, { files: files('kiel'), secrets: [] }),
    /lacks the secret/,
  ],
];

for (const [name, bundle, reason] of refusals) {
  test(`${name} is refused, and nothing is changed`, async (context) => {
    const { cycle, parts, paths, wireguard, calls } = await setUp(context);
    assert.equal(await cycle(make(1)), 'confirmed');
    const [current, before] = [await readCurrent(paths.current), [wireguard.calls.length, calls.length]];
    assert.equal(await cycle(bundle()), 'refused');
    const { phase, lastApply } = parts.journal.current();
    assert.match(lastApply?.reason ?? '', reason);
    assert.equal(phase.state === 'confirmed' && phase.bundle.release, 1);
    assert.equal(await readCurrent(paths.current), current);
    assert.deepEqual([wireguard.calls.length, calls.length], before);
  });
}

test('a release older than the highest ever seen is refused, also when that one was rolled back', async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  await cycle(make(1));
  bird.failures.push('does not like it');
  assert.equal(await cycle(make(5, { files: files('kiel') })), 'rolledBack');
  assert.equal(await cycle(make(4, { files: files('bonn') })), 'refused');
  assert.match(parts.journal.current().lastApply?.reason ?? '', /older than release 5 of epoch 1/);
});

test('the same release with another content is refused, with the same content it is a retry', async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  bird.failures.push('not today');
  const bundle = make(3);
  assert.equal(await cycle(bundle), 'rolledBack');
  assert.equal(await cycle(make(3, { files: files('kiel') })), 'refused');
  assert.match(parts.journal.current().lastApply?.reason ?? '', /had another content before/);
  assert.equal(await cycle(bundle), 'confirmed');
});

test('a higher epoch is accepted with a lower release', async (context) => {
  const { cycle } = await setUp(context);
  await cycle(make(9));
  assert.equal(await cycle(make(2, { epoch: 2, files: files('kiel') })), 'confirmed');
});

test('only files that the node lacks are sent, and what it holds is checked again', async (context) => {
  const { cycle, controller, paths } = await setUp(context);
  await cycle(make(1));
  controller.sent.length = 0;
  assert.equal(
    await cycle(make(2, { files: { ...files('hamburg'), 'bird/bird.conf': '# changed\n' } })),
    'confirmed',
  );
  assert.equal(controller.sent.length, 1);
  const held = join(paths.current, 'agent/settings.toml');
  await writeFile(held, `${await readFile(held, 'utf8')}# edited by hand\n`);
  controller.sent.length = 0;
  assert.equal(
    await cycle(make(3, { files: { ...files('hamburg'), 'bird/bird.conf': '# again\n' } })),
    'confirmed',
  );
  assert.equal(controller.sent.length, 1, 'the other bundle still holds the settings as they were');
  assert.doesNotMatch(await readFile(held, 'utf8'), /edited by hand/);
});

test('a bundle with the digest of the running one is not applied, only its release is remembered', async (context) => {
  const { cycle, parts, wireguard, bird, controller } = await setUp(context);
  await cycle(make(1));
  const before = [wireguard.calls.length, bird.calls.length];
  controller.sent.length = 0;
  assert.equal(await cycle(make(2)), 'unchanged');
  assert.deepEqual([wireguard.calls.length, bird.calls.length, controller.sent.length], [...before, 0]);
  const { phase, highestSeen } = parts.journal.current();
  assert.deepEqual([phase.state === 'confirmed' && phase.bundle.release, highestSeen?.release], [2, 2]);
});

test('a first bundle that fails leaves nothing of it', async (context) => {
  const { cycle, parts, paths, wireguard, bird, calls } = await setUp(context);
  bird.failures.push('no such luck');
  assert.equal(await cycle(make(1)), 'rolledBack');
  assert.equal(wireguard.devices.size, 0);
  assert.equal(await readCurrent(paths.current), undefined);
  assert.equal(parts.journal.current().phase.state, 'idle');
  assert.equal(bird.calls.at(-1), `configure ${paths.emptyBird}`);
  assert.ok(calls.includes('ip address delete 10.255.0.1/32 dev lo'), calls.join('\n'));
});

test('an interface that does not come up takes the bundle back, with the reason in the journal', async (context) => {
  const { cycle, parts, wireguard } = await setUp(context);
  await cycle(make(1));
  wireguard.broken.add('tl-kiel');
  assert.equal(await cycle(make(2, { files: files('kiel') })), 'rolledBack');
  assert.deepEqual([...wireguard.devices.keys()], ['tl-hamburg']);
  assert.match(parts.journal.current().lastApply?.reason ?? '', /tl-kiel did not come up/);
});

test('a controller that cannot be reached takes the bundle back after the window, and does not count', async (context) => {
  const { cycle, parts, controller } = await setUp(context);
  await cycle(make(1));
  controller.isReachable = false;
  assert.equal(await cycle(make(2, { files: files('kiel') })), 'rolledBack');
  const { failures, lastApply } = parts.journal.current();
  assert.equal(failures?.count, 0);
  assert.match(lastApply?.reason ?? '', /after 1 s: the controller did not confirm/);
});

test('after three failures a bundle is left alone until a newer release has it', async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  await cycle(make(1));
  const bad = make(2, { files: files('kiel') });
  for (let attempt = 1; attempt <= 3; attempt++) {
    bird.failures.push('bad');
    assert.equal(await cycle(bad), 'rolledBack');
    assert.equal(parts.journal.current().failures?.count, attempt);
  }
  assert.equal(await cycle(bad), 'refused');
  assert.equal(await cycle(make(3, { files: files('kiel') })), 'confirmed');
});

test('an agent that ended in the middle of a try starts with the bundle before', async (context) => {
  const { cycle, parts, paths, controller, wireguard, reopened } = await setUp(context);
  await cycle(make(1));
  const before = await readCurrent(paths.current);
  controller.bundle = make(2, { files: files('kiel') });
  const ended = new AbortController();
  const hanging = {
    ...parts,
    openClient: () => ({
      ...controller.open(),
      confirm: () => {
        ended.abort(new Error('ended'));
        return Promise.reject(new Error('ended'));
      },
    }),
  };
  await assert.rejects(runCycle(hanging, controller.open(), controller.bundle.desired, ended.signal));
  const restarted = await reopened();
  assert.equal(restarted.journal.current().phase.state, 'trying');
  assert.deepEqual([...wireguard.devices.keys()], ['tl-kiel']);
  await boot(restarted, never);
  assert.equal(await readCurrent(paths.current), before);
  assert.deepEqual([...wireguard.devices.keys()], ['tl-hamburg']);
  const { phase, lastApply } = restarted.journal.current();
  assert.deepEqual([phase.state, lastApply?.outcome], ['confirmed', 'rolledBack']);
});

test('a confirmed bundle that was damaged on disk is fetched anew', async (context) => {
  const { cycle, paths, reopened, controller } = await setUp(context);
  const bundle = make(1);
  await cycle(bundle);
  await writeFile(join(paths.current, 'bird/bird.conf'), 'edited\n');
  const restarted = await reopened();
  await boot(restarted, never);
  assert.equal(restarted.journal.current().phase.state, 'idle');
  assert.equal(await runCycle(restarted, controller.open(), bundle.desired, never), 'confirmed');
  assert.equal(await readFile(join(paths.current, 'bird/bird.conf'), 'utf8'), '# hamburg\n');
});

test('bundles that are not needed any more are removed, the last two stay', async (context) => {
  const { cycle, paths } = await setUp(context);
  for (const [index, peer] of ['a', 'b', 'c'].entries()) await cycle(make(index + 1, { files: files(peer) }));
  assert.equal((await readdir(paths.bundles)).length, 2);
});
