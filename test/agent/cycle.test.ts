import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCurrent } from '../../agent/stage/current.ts';
import { CommandError } from '../../shared/os/run.ts';
import type { FakeBird } from '../fakes/bird.ts';
import type { MadeBundle } from '../fakes/bundles.ts';
import { files, make, setUp } from './cycle-fixture.ts';

const refusals: [name: string, bundle: () => MadeBundle, reason: RegExp][] = [
  ["another node's bundle", () => make(2, { nodeId: 8 }), /it is for node 8, this is 7/],
  ["another network's bundle", () => make(2, { networkId: 'net-2' }), /of another network/],
  ['a bundle of an epoch that is over', () => make(2, { epoch: 0 }), /epoch 0 is over/],
  [
    'a bundle with a service that this node does not know',
    () => make(2, { files: { ...files('hamburg'), 'cron/job': 'x' } }),
    /files of service cron, which this router's agent\.toml does not know: add \[service\.cron\] or/,
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
    const { phase, running, lastApply } = parts.journal.current();
    assert.match(lastApply?.reason ?? '', reason);
    assert.deepEqual([phase.state, running?.release], ['confirmed', 1]);
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
  const { running, highestSeen } = parts.journal.current();
  assert.deepEqual([running?.release, highestSeen?.release], [2, 2]);
});

test('bundles that are not needed any more are removed, the last confirmed and the one before stay', async (context) => {
  const { cycle, parts, paths, bird } = await setUp(context);
  for (const [index, peer] of ['a', 'b', 'c'].entries()) await cycle(make(index + 1, { files: files(peer) }));
  const { running, before } = parts.journal.current();
  assert.deepEqual([running?.release, before?.release], [3, 2]);
  const needed = [running?.digest, before?.digest].sort();
  assert.deepEqual((await readdir(paths.bundles)).sort(), needed);
  for (const release of [4, 5]) {
    bird.failures.push('bad');
    assert.equal(await cycle(make(release, { files: files('a', 51900 + release) })), 'rolledBack');
    const left = await readdir(paths.bundles);
    assert.equal(left.length, 3, 'those two, and the one tried last');
    assert.ok(needed.every((digest) => digest !== undefined && left.includes(digest)));
  }
});

const short: [name: string, space: object, reason: RegExp][] = [
  ['disk', { bytes: 200 * 1024 }, /no room in .*: 200 KiB are free and \d+ KiB are needed, make some/],
  ['table of inodes', { inodes: 17 }, /no room in .*: 17 inodes are free and \d+ are needed/],
];
for (const [name, little, reason] of short) {
  test(`a ${name} without room for a bundle and its rollback puts the bundle off, and makes room`, async (context) => {
    const { cycle, parts, paths, space, bird, wireguard } = await setUp(context);
    await cycle(make(1));
    bird.failures.push('bad');
    await cycle(make(2, { files: files('a') }));
    const [plenty, calls] = [{ ...space }, wireguard.calls.length];
    Object.assign(space, little);
    const next = make(3, { files: files('kiel') });
    await assert.rejects(cycle(next), reason);
    assert.match(parts.journal.current().lastApply?.reason ?? '', reason);
    assert.equal(parts.journal.current().phase.state, 'confirmed');
    assert.equal(wireguard.calls.length, calls);
    assert.deepEqual(await readdir(paths.bundles), [parts.journal.current().running?.digest]);
    Object.assign(space, plenty);
    assert.equal(await cycle(next), 'confirmed');
  });
}

const passing: [
  name: string,
  spoil: (fakes: { bird: FakeBird; bundle: MadeBundle }) => void,
  reason: RegExp,
][] = [
  ['a bundle that does not come whole', ({ bundle }) => bundle.contents.clear(), /did not send/],
  [
    'a check that could not be run',
    ({ bird }) => {
      bird.checkFailure = new CommandError('bird: not found, install it', 'bird', undefined, '');
    },
    /not found/,
  ],
  [
    'a disk that is full',
    ({ bird }) => {
      bird.checkFailure = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    },
    /ENOSPC/,
  ],
];

for (const [name, spoil, reason] of passing) {
  test(`${name} is no refusal: it is reported and tried again`, async (context) => {
    const { cycle, parts, bird } = await setUp(context);
    await cycle(make(1));
    const bundle = make(2, { files: files('kiel') });
    const contents = new Map(bundle.contents);
    spoil({ bird, bundle });
    await assert.rejects(cycle(bundle), reason);
    const { phase, lastApply } = parts.journal.current();
    assert.equal(phase.state, 'confirmed');
    assert.equal(lastApply?.outcome, 'applying');
    assert.match(lastApply?.reason ?? '', reason);
    bird.checkFailure = undefined;
    for (const [digest, content] of contents) bundle.contents.set(digest, content);
    assert.equal(await cycle(bundle), 'confirmed');
  });
}

test("a bundle that BIRD's check refuses is refused for good", async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  bird.checkFailure = new CommandError('bird -p: exit code 1: bird.conf:3 syntax error', 'bird -p', 1, '');
  assert.equal(await cycle(make(1)), 'refused');
  assert.match(parts.journal.current().lastApply?.reason ?? '', /syntax error/);
});

test('links may take the ports of others, in whatever order', async (context) => {
  const { cycle, wireguard } = await setUp(context);
  const both = (first: number, second: number) => {
    const [a, b] = [files('a', first), files('b', second)];
    const settings = `${a['agent/settings.toml']}[[links]]\npeer = "b"\ninterface = "tl-b"\nsession = "tl_b"\n`;
    return { ...a, ...b, 'agent/settings.toml': settings, 'bird/bird.conf': '# both\n' };
  };
  assert.equal(await cycle(make(1, { files: both(51821, 51822) })), 'confirmed');
  wireguard.calls.length = 0;
  assert.equal(await cycle(make(2, { files: both(51822, 51823) })), 'confirmed');
  assert.deepEqual(wireguard.calls, ['leave port tl-b', 'sync tl-a', 'sync tl-b']);
  assert.equal(await cycle(make(3, { files: both(51823, 51822) })), 'confirmed');
  wireguard.calls.length = 0;
  assert.equal(await cycle(make(4, { files: both(51824, 51822) })), 'confirmed');
  assert.deepEqual(wireguard.calls, ['sync tl-a']);
});
