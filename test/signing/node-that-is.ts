import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { never, setUp } from '../agent/cycle-fixture.ts';
import type { MadeBundle } from '../fakes/bundles.ts';
import { confirmed, type NodeFacts, pending, seen } from './forgeries.ts';

/** A node that is what it is said to be, which runs one bundle and has seen another. */
export async function nodeThatIs(
  context: Pick<TestContext, 'after'>,
  { signer, hasSeen, ...facts }: NodeFacts,
) {
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
    const outcome = await node.cycle(confirmed);
    if (outcome !== 'confirmed') throw new Error(`the first bundle is ${outcome}`);
    await node.parts.journal.record({ kind: 'seen', ...seen, manifestDigest: digestOf(pending) });
  }
  return { ...node, offer };
}

const digestOf = ({ signed }: MadeBundle) => sha256(signed.manifest).toString('hex');

/** Everything that a bundle could have changed. */
export async function stateOf(node: Awaited<ReturnType<typeof nodeThatIs>>) {
  const { lastApply: _, ...journal } = node.parts.journal.current();
  return {
    journal,
    current: await readCurrent(node.paths.current),
    bundles: await readdir(node.paths.bundles),
    calls: node.calls.length,
    devices: structuredClone([...node.wireguard.devices]),
  };
}
