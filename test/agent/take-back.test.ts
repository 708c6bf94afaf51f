import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import type { CyclePorts } from '../../agent/cycle.ts';
import { takeBack } from '../../agent/rollback/take-back.ts';
import { createUpkeep } from '../../agent/upkeep.ts';
import { until } from '../fakes/until.ts';
import { files, make, never, setUp } from './cycle-fixture.ts';
import { mortal, nodeWithFirst, second, snapshot } from './mortal-fixture.ts';

const asked = { reason: 'voice is down' };

async function nodeWithSecond(context: TestContext) {
  const { node, before: first } = await nodeWithFirst(context);
  const bundle = second();
  assert.equal(await node.cycle(bundle), 'confirmed');
  return { node, first, bundle, last: await snapshot(node) };
}

test('at rest the node goes back to the bundle confirmed before, which stays until there is a newer release', async (context) => {
  const { node, first, bundle } = await nodeWithSecond(context);
  const back = await takeBack(node.parts, asked, never);
  assert.deepEqual(back, { leftRelease: 2, release: 1, reason: 'an operator asked: voice is down' });
  assert.deepEqual(await snapshot(node), first);
  assert.equal(node.parts.journal.current().phase.state, 'quarantined');
  assert.equal(await node.cycle(bundle), 'refused');
  await assert.rejects(takeBack(node.parts, asked, never), /nothing to go back to/);
  const newer = make(3, { files: files('kiel') });
  assert.equal(await node.cycle({ ...bundle, desired: { ...bundle.desired, retry: 1 } }), 'confirmed');
  assert.equal(await node.cycle(newer), 'confirmed');
});

test('a newer release that had to wait for the other ends of its links is taken after an operator went back', async (context) => {
  const { node } = await nodeWithSecond(context);
  await takeBack(node.parts, asked, never);
  const newer = make(3, { files: files('kiel') });
  assert.equal(await node.cycle({ ...newer, desired: { ...newer.desired, stageOnly: true } }), 'staged');
  assert.equal(await node.cycle(newer), 'confirmed');
});

test('an agent killed at any point of a rollback at rest ends where one that was not does', async (context) => {
  const whole = await nodeWithSecond(context);
  await takeBack(whole.node.parts, asked, never);
  const end = await snapshot(whole.node);
  const ends = new Set<string | undefined>();
  for (let lifetime = 0; ; lifetime++) {
    const { node, last } = await nodeWithSecond(context);
    const { ports, killed, points } = mortal(node.parts, lifetime);
    if ((await Promise.race([takeBack(ports, asked, never), killed])) !== 'killed') {
      assert.ok(lifetime > 10, `only ${lifetime} points`);
      break;
    }
    const point = points.at(-1);
    const restarted = await node.reopened();
    await boot(restarted, never);
    const back = await snapshot(node, restarted.journal);
    ends.add(back.running);
    // Before it is on the disk nothing has happened; from then on it happens.
    assert.deepEqual(back, back.running === last.running ? last : end, point);
    if (back.running === last.running) await takeBack(restarted, asked, never);
    assert.deepEqual(await snapshot(node, restarted.journal), end, point);
    assert.equal(restarted.journal.current().phase.state, 'quarantined', point);
  }
  assert.equal(ends.size, 2);
});

/** An upkeep at whose cycle the controller never confirms: it stays in `proving`. */
async function inTheMiddle(context: TestContext, wrap: (parts: CyclePorts) => CyclePorts = (parts) => parts) {
  const { node, before } = await nodeWithFirst(context);
  const bundle = make(2, { files: files('kiel'), confirmWindowS: 600 });
  node.controller.bundle = bundle;
  const confirm = () => new Promise<never>(() => {});
  const ports = wrap({
    ...node.parts,
    openClient: () => ({
      ...node.controller.open(),
      confirm: (_request, signal) =>
        Promise.race([
          confirm(),
          new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        ]),
    }),
  });
  const upkeep = createUpkeep(ports, () => {});
  await upkeep.bootUntilDone(never);
  const cycle = upkeep.cycle(node.controller.open(), bundle.desired, never);
  cycle.catch(() => {});
  await until('the bundle is tried', () => node.parts.journal.current().phase.state === 'proving');
  return { node, before, upkeep, cycle, bundle };
}

test('a bundle that is being tried is taken back at once', async (context) => {
  const { node, before, upkeep, cycle, bundle } = await inTheMiddle(context);
  const back = await upkeep.rollBack('', never);
  assert.deepEqual(back, { leftRelease: 2, release: 1, reason: 'an operator asked' });
  await assert.rejects(cycle);
  assert.deepEqual(await snapshot(node), before);
  assert.equal(await upkeep.cycle(node.controller.open(), bundle.desired, never), 'refused');
});

test('what an operator takes back stays back whenever the agent is killed meanwhile', async (context) => {
  for (let lifetime = 0; ; lifetime++) {
    const { node, before } = await nodeWithFirst(context);
    node.controller.bundle = second();
    await node.parts.journal.record({
      kind: 'stage',
      bundle: { digest: 'b'.repeat(64), epoch: 1, release: 2 },
    });
    for (const kind of ['check', 'switch', 'prove'] as const) await node.parts.journal.record({ kind });
    node.wireguard.devices.clear();
    const { ports, killed, points } = mortal(node.parts, lifetime);
    const isWhole = (await Promise.race([takeBack(ports, asked, never), killed])) !== 'killed';
    const restarted = await node.reopened();
    await boot(restarted, never);
    assert.deepEqual(await snapshot(node, restarted.journal), before, points.at(-1));
    if (isWhole) {
      assert.ok(lifetime > 5, `only ${lifetime} points`);
      break;
    }
  }
});

test('a request answers with the first failure, and is done when what kept it from it ends', async (context) => {
  const { node, first } = await nodeWithSecond(context);
  const upkeep = createUpkeep(node.parts, () => {});
  await upkeep.bootUntilDone(never);
  node.bird.failures.push('no memory');
  await assert.rejects(upkeep.rollBack('', never), /no memory/);
  await until('it is done', () => node.parts.journal.current().phase.state === 'quarantined');
  assert.deepEqual(await snapshot(node), first);
});

test('with the bundle before damaged the node stays as it is', async (context) => {
  const { node, last } = await nodeWithSecond(context);
  const { before } = node.parts.journal.current();
  await writeFile(join(node.paths.bundles, before?.digest ?? '', 'bird/bird.conf'), 'edited\n');
  await assert.rejects(takeBack(node.parts, asked, never), /cannot be read, the node stays as it is/);
  await rm(join(node.paths.bundles, before?.digest ?? ''), { recursive: true });
  await assert.rejects(takeBack(node.parts, asked, never), /cannot be read, the node stays as it is/);
  assert.deepEqual(await snapshot(node), last);
});

test('what an operator says is one line of bounded length', async (context) => {
  const { parts, cycle } = await setUp(context);
  await cycle(make(1));
  await cycle(make(2, { files: files('kiel') }));
  const back = await takeBack(parts, { reason: ' a\u0000\nb\u001b[31m ' }, never);
  assert.equal(back.reason, 'an operator asked: a b [31m');
});
