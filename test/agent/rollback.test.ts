import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { runCycle } from '../../agent/cycle.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { createUpkeep } from '../../agent/upkeep.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { fastClock, files, make, never, setUp } from './cycle-fixture.ts';

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
  assert.equal(parts.journal.current().phase.state, 'quarantined');
  assert.equal(await cycle(bad), 'refused');
  assert.equal(await cycle(make(3, { files: files('kiel') })), 'confirmed');
  assert.equal(parts.journal.current().phase.state, 'confirmed');
});

test('a bundle in quarantine is tried again when a backup was restored: a higher epoch is newer', async (context) => {
  const { cycle, bird } = await setUp(context);
  await cycle(make(1));
  const bad = make(7, { files: files('kiel') });
  for (let attempt = 1; attempt <= 3; attempt++) {
    bird.failures.push('bad');
    await cycle(bad);
  }
  assert.equal(await cycle(bad), 'refused');
  assert.equal(await cycle(make(2, { epoch: 2, files: files('kiel') })), 'confirmed');
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
  assert.equal(restarted.journal.current().phase.state, 'proving');
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

test('a rollback that fails stays open, with its reason, until it works', async (context) => {
  const { cycle, parts, bird, wireguard } = await setUp(context);
  await cycle(make(1));
  // The bundle's own failure, then two of taking it back.
  bird.failures.push('bad bundle', 'no memory', 'no memory');
  const states: string[] = [];
  for (const verb of ['record', 'tell'] as const) {
    const real = parts.journal[verb];
    parts.journal[verb] = async (event) => {
      const journal = await real(event);
      states.push(`${event.kind} ${journal.phase.state} ${journal.lastApply?.reason ?? ''}`);
      return journal;
    };
  }
  assert.equal(await cycle(make(2, { files: files('kiel') })), 'rolledBack');
  assert.deepEqual(
    states.filter((state) => /^roll(ed)?Back/.test(state)),
    [
      'rollBackFailed rollingBack bad bundle; rolling back failed and is tried again: no memory',
      'rollBackFailed rollingBack bad bundle; rolling back failed and is tried again: no memory',
      'rolledBack confirmed bad bundle',
    ],
  );
  assert.deepEqual([...wireguard.devices.keys()], ['tl-hamburg']);
});

test('the way to the controller is restored with each rollback, of a first bundle and of one that fails too', async (context) => {
  const { parts, controller, bird } = await setUp(context);
  let restored = 0;
  const restoreWay = async () => void restored++;
  const cycle = (bundle: ReturnType<typeof make>) => {
    controller.bundle = bundle;
    return runCycle({ ...parts, restoreWay }, controller.open(), bundle.desired, never);
  };
  bird.failures.push('no such luck');
  assert.equal(await cycle(make(1)), 'rolledBack');
  assert.equal(restored, 1);
  assert.equal(await cycle(make(2)), 'confirmed');
  assert.equal(restored, 1);
  bird.failures.push('bad', 'nor back');
  assert.equal(await cycle(make(3, { files: files('kiel') })), 'rolledBack');
  assert.equal(restored, 3, 'once when going back failed, once when it worked');
});

test('a node whose bundle was taken back wants its controller soon, for two minutes and after a restart too', async (context) => {
  const { parts, controller, bird, cycle } = await setUp(context);
  let nowMs = 0;
  const clock = { ...parts.clock, monotonic: () => nowMs };
  await cycle(make(1));
  const upkeep = createUpkeep({ ...parts, clock }, () => {});
  assert.equal(upkeep.isUnsettled(), false);
  await upkeep.bootUntilDone(never);
  bird.failures.push('bad');
  controller.bundle = make(2, { files: files('kiel') });
  assert.equal(await upkeep.cycle(controller.open(), controller.bundle.desired, never), 'rolledBack');
  assert.equal(upkeep.isUnsettled(), true);
  nowMs = 120_000;
  assert.equal(upkeep.isUnsettled(), false);

  await parts.journal.record({ kind: 'stage', bundle: { digest: 'a'.repeat(64), epoch: 1, release: 3 } });
  await parts.journal.record({ kind: 'check' });
  await parts.journal.record({ kind: 'switch' });
  const restarted = createUpkeep({ ...parts, clock }, () => {});
  await restarted.bootUntilDone(never);
  assert.equal(parts.journal.current().phase.state, 'confirmed');
  assert.equal(restarted.isUnsettled(), true);
});

test('a node goes on trying to come up from its disk, and another bundle may come before', async (context) => {
  const { cycle, controller, wireguard, reopened } = await setUp(context);
  await cycle(make(1));
  wireguard.devices.clear();
  wireguard.broken.add('tl-hamburg');
  const restarted = await reopened();
  const ended = new AbortController();
  let attempts = 0;
  const upkeep = createUpkeep(restarted, () => {
    attempts++;
    if (attempts === 8) wireguard.broken.clear();
  });
  const booting = upkeep.bootUntilDone(ended.signal);
  assert.equal(upkeep.mayBegin(make(1).desired), false);
  assert.equal(upkeep.mayBegin(make(2, { files: files('kiel') }).desired), true);
  await booting;
  assert.deepEqual([...wireguard.devices.keys()], ['tl-hamburg']);
  assert.equal(upkeep.mayBegin(make(1).desired), true);

  wireguard.devices.clear();
  wireguard.broken.add('tl-hamburg');
  const slow = { ...restarted, clock: { ...fastClock, sleep: systemClock.sleep } };
  const later = createUpkeep(slow, () => {});
  const stuck = later.bootUntilDone(ended.signal);
  controller.bundle = make(2, { files: files('kiel') });
  assert.equal(await later.cycle(controller.open(), controller.bundle.desired, ended.signal), 'confirmed');
  assert.deepEqual([...wireguard.devices.keys()], ['tl-kiel']);
  await stuck;
});

test('bundles that fail do not pile up: the one that runs and the one tried last stay', async (context) => {
  const { cycle, paths, bird } = await setUp(context);
  await cycle(make(1));
  for (const [index, peer] of ['a', 'b', 'c'].entries()) {
    bird.failures.push('bad');
    assert.equal(await cycle(make(index + 2, { files: files(peer) })), 'rolledBack');
  }
  assert.equal((await readdir(paths.bundles)).length, 2);
});

test('a bundle before that is damaged is not waited for: it is given up, and the next one is taken', async (context) => {
  const { cycle, parts, paths, bird } = await setUp(context);
  await cycle(make(1));
  await writeFile(join(paths.current, 'bird/bird.conf'), 'edited\n');
  bird.failures.push('bad bundle');
  assert.equal(await cycle(make(2, { files: files('kiel') })), 'rolledBack');
  const { phase, lastApply } = parts.journal.current();
  assert.equal(phase.state, 'idle');
  assert.match(lastApply?.reason ?? '', /^bad bundle; the bundle before cannot be read: .*bird\.conf/);
  assert.equal(await cycle(make(3)), 'confirmed');
});
