import assert from 'node:assert/strict';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { boot } from '../../agent/boot.ts';
import { runCycle } from '../../agent/cycle.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { TowlineError } from '../../shared/errors.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import { run } from '../../shared/os/run.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { files, make, never, setUp } from './cycle-fixture.ts';

const stateDir = '/run/state';
const filler = join(stateDir, 'filler');

/** Takes every block that is left. */
async function fill(): Promise<void> {
  const file = await open(filler, 'w');
  for (const size of [4096, 1]) {
    while (
      await file.write(Buffer.alloc(size, 1)).then(
        ({ bytesWritten }) => bytesWritten > 0,
        () => false,
      )
    );
  }
  await file.close();
}

const remount = (how: 'ro' | 'rw') => run('mount', ['-o', `remount,${how}`, stateDir]);

interface Fault {
  readonly name: string;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
  readonly reason: RegExp;
}

const faults: Fault[] = [
  { name: 'is full', begin: fill, end: () => rm(filler), reason: /ENOSPC|no room in \/run\/state/ },
  { name: 'is read-only', begin: () => remount('ro'), end: () => remount('rw'), reason: /EROFS/ },
];

/** A node on a tmpfs of 1 MiB, and what it runs; a bundle, unless it is new. */
async function nodeOnSmallDisk(context: TestContext, isNew = false) {
  await mkdir(stateDir, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', stateDir]);
  context.after(() => run('umount', ['-l', stateDir]));
  const node = await setUp(context, { stateDir, runtimeDir: '/run/towline' });
  const parts = { ...node.parts, freeSpace };
  const next = make(2, { files: files('kiel') });
  const cycle = (bundle = next) => {
    node.controller.bundle = bundle;
    return runCycle(parts, node.controller.open(), bundle.desired, never);
  };
  if (!isNew) assert.equal(await cycle(make(1)), 'confirmed');
  const running = async () => ({
    links: [...node.wireguard.devices.keys()],
    bird: node.bird.loaded,
    release: parts.journal.current().running?.release,
  });
  return { ...node, parts, cycle, running, next };
}

function insideNamespace(): void {
  test('the tests have a /run of their own', privateRun);

  for (const { name, begin, end, reason } of faults) {
    test(`a disk that ${name} before a bundle comes leaves everything as it is, and says why`, async (context) => {
      const { cycle, running, parts, paths, calls, wireguard } = await nodeOnSmallDisk(context);
      const [before, current] = [await running(), await readCurrent(paths.current)];
      const commands = [calls.length, wireguard.calls.length];
      await begin();
      for (let attempt = 0; attempt < 2; attempt++) await assert.rejects(cycle(), reason);
      assert.deepEqual(await running(), before);
      assert.equal(await readCurrent(paths.current), current);
      assert.deepEqual([calls.length, wireguard.calls.length], commands);
      const { phase, lastApply } = parts.journal.current();
      assert.deepEqual([phase.state, lastApply?.outcome], ['confirmed', 'applying']);
      assert.match(lastApply?.reason ?? '', reason);
      await end();
      assert.equal(await cycle(), 'confirmed');
    });

    test(`a disk that ${name} once a bundle is staged keeps it from being switched to`, async (context) => {
      const { cycle, running, parts, bird } = await nodeOnSmallDisk(context);
      const before = await running();
      const check = bird.check.bind(bird);
      bird.check = async (file) => {
        await check(file);
        await begin();
      };
      await assert.rejects(cycle(), reason);
      assert.deepEqual(await running(), before);
      assert.match(parts.journal.current().lastApply?.reason ?? '', reason);
      bird.check = check;
      await end();
      assert.equal(await cycle(), 'confirmed');
    });

    test(`a disk that ${name} in the middle of a switch does not keep the router on half of it`, async (context) => {
      const { cycle, running, parts, paths, bird, reopened } = await nodeOnSmallDisk(context);
      const [before, current] = [await running(), await readCurrent(paths.current)];
      const configure = bird.configure.bind(bird);
      let isBegun = false;
      bird.configure = async (signal, path) => {
        await configure(signal, path);
        if (!isBegun) await begin();
        isBegun = true;
      };
      const outcome = cycle();
      const { lastApply } = await until('taking back is tried again', () => {
        const journal = parts.journal.current();
        return /tried again/.test(journal.lastApply?.reason ?? '') ? journal : undefined;
      });
      assert.match(lastApply?.reason ?? '', reason);
      assert.equal(parts.journal.current().phase.state, 'rollingBack');
      assert.deepEqual(await running(), before);
      // So it would be after a restart.
      const restarted = await reopened();
      await assert.rejects(boot(restarted, never), reason);
      assert.deepEqual(await running(), before);
      await end();
      assert.equal(await outcome, 'rolledBack');
      assert.deepEqual([await running(), await readCurrent(paths.current)], [before, current]);
      assert.equal(parts.journal.current().phase.state, 'confirmed');
      assert.equal(await cycle(), 'confirmed');
    });
  }

  for (const { name, begin, end, reason } of faults) {
    test(`a disk that ${name} in the middle of a first bundle leaves nothing of it running`, async (context) => {
      const { cycle, running, parts, paths, bird, wireguard, calls } = await nodeOnSmallDisk(context, true);
      const configure = bird.configure.bind(bird);
      let isBegun = false;
      bird.configure = async (signal, path) => {
        await configure(signal, path);
        if (isBegun) return;
        isBegun = true;
        await begin();
        throw new TowlineError('failed', 'no such luck');
      };
      const outcome = cycle();
      const { phase, lastApply } = await until('taking back is tried again', () => {
        const journal = parts.journal.current();
        return /tried again/.test(journal.lastApply?.reason ?? '') ? journal : undefined;
      });
      assert.match(lastApply?.reason ?? '', reason);
      assert.equal(phase.state, 'rollingBack');
      assert.equal(wireguard.devices.size, 0);
      assert.equal(bird.calls.at(-1), `configure ${paths.emptyBird}`);
      assert.ok(calls.includes('ip address delete 10.255.0.1/32 dev lo'), calls.join('\n'));
      await end();
      assert.equal(await outcome, 'rolledBack');
      assert.deepEqual([(await running()).links, await readCurrent(paths.current)], [[], undefined]);
      assert.equal(parts.journal.current().phase.state, 'idle');
      assert.equal(await cycle(), 'confirmed');
    });
  }

  test('a bundle larger than the disk is put off, and leaves nothing of it behind', async (context) => {
    const { cycle, parts, paths } = await nodeOnSmallDisk(context);
    const big = { ...files('kiel'), 'bird/long.conf': '# long\n'.repeat(200_000) };
    await assert.rejects(
      cycle(make(2, { files: big })),
      /no room in \/run\/state: \d+ KiB are free and 16\d\d KiB are needed, make some/,
    );
    assert.deepEqual(await readdir(paths.bundles), [parts.journal.current().running?.digest]);
  });
}

if (!isIsolated)
  test('the agent on a file system that is full, or read-only', () =>
    isolated(fileURLToPath(import.meta.url)));
else insideNamespace();
