import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { never, setUp } from '../agent/cycle-fixture.ts';
import type { MadeBundle } from '../fakes/bundles.ts';
import { confirmed, kinds, type NodeFacts, numbers, pending, seen, victim } from './forgeries.ts';

const tries = 1_000;

/** A node that is what it is said to be, which runs one bundle and has seen another. */
async function nodeThatIs(context: TestContext, { signer, hasSeen, ...facts }: NodeFacts) {
  const stateDir = await mkdtemp(join(tmpdir(), 'towline-forgeries-'));
  context.after(() => rm(stateDir, { recursive: true }));
  const node = await setUp(context, { stateDir });
  const signers = onlySigner(signer);
  const parts: CyclePorts = {
    ...node.parts,
    ...facts,
    signers,
    bundleKeys: { ...node.parts.bundleKeys, signers },
  };
  const offer = (bundle: MadeBundle) => {
    node.controller.bundle = bundle;
    return runCycle(parts, node.controller.open(), bundle.desired, never);
  };
  if (hasSeen) {
    assert.equal(await node.cycle(confirmed), 'confirmed');
    await node.parts.journal.record({ kind: 'seen', ...seen, manifestDigest: digestOf(pending) });
  }
  return { ...node, offer };
}

const digestOf = ({ signed }: MadeBundle) => sha256(signed.manifest).toString('hex');

/** Everything that a bundle could have changed. */
async function stateOf(node: Awaited<ReturnType<typeof nodeThatIs>>) {
  const { lastApply: _, ...journal } = node.parts.journal.current();
  return {
    journal,
    current: await readCurrent(node.paths.current),
    bundles: await readdir(node.paths.bundles),
    calls: node.calls.length,
    devices: structuredClone([...node.wireguard.devices]),
  };
}

test(`of ${tries} bundles that are not for this node now, none is applied, and each is refused for what is wrong`, async (context) => {
  const node = await nodeThatIs(context, victim);
  const before = await stateOf(node);
  const next = numbers(2026);
  const counted = new Map<string, number>();
  let applied = 0;
  for (let index = 0; index < tries; index++) {
    const [kind, forge] = Object.entries(kinds)[index % Object.keys(kinds).length] ?? [];
    assert.ok(kind !== undefined && forge !== undefined);
    const { bundle, why } = forge(next);
    const outcome = await node.offer(bundle);
    if (outcome !== 'refused') applied++;
    assert.match(node.parts.journal.current().lastApply?.reason ?? '', why, kind);
    counted.set(kind, (counted.get(kind) ?? 0) + 1);
  }
  assert.equal(applied, 0);
  assert.deepEqual(await stateOf(node), before);
  assert.deepEqual([...counted.keys()], Object.keys(kinds));
  for (const [kind, count] of counted)
    assert.ok(count >= Math.floor(tries / Object.keys(kinds).length), kind);
  context.diagnostic(JSON.stringify({ tries, applied, ...Object.fromEntries(counted) }));
});

test('each kind is taken by the node that lacks just the one rule that it breaks: what refuses it is that rule', async (context) => {
  const next = numbers(7);
  for (const [kind, forge] of Object.entries(kinds)) {
    await context.test(kind, async (context) => {
      const { bundle, taker, right = bundle } = forge(next);
      const node = await nodeThatIs(context, taker);
      const outcome = await node.offer(right);
      assert.notEqual(outcome, 'refused', node.parts.journal.current().lastApply?.reason);
      assert.deepEqual(node.parts.journal.current().highestSeen?.release, right.desired.release);
    });
  }
});
