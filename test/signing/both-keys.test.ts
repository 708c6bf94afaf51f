import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import type { Enrollment } from '../../agent/enroll/store.ts';
import { createSigningTrust } from '../../agent/keys/signers.ts';
import { rollBack } from '../../agent/rollback/rollback.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { signManifestBytes } from '../../shared/bundle/manifest.ts';
import { signRetirement, signSuccession } from '../../shared/bundle/succession.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { files, make, never, setUp } from '../agent/cycle-fixture.ts';
import { type MadeBundle, networkId, signing } from '../fakes/bundles.ts';
import { silentLog } from '../fakes/log.ts';
import { enrolled as example } from '../tunnel/node-fixture.ts';

const next = generateSigningKeyPair();
const succession = signSuccession(signing.privateKey, {
  networkId,
  generation: 1,
  publicKey: next.publicKey,
});
const retirement = signRetirement(next.privateKey, { networkId, generation: 1 });

/** A bundle of its own for each release, signed by the old key or the new one. */
function bundle(release: number, by: 'old' | 'new'): MadeBundle {
  const made = make(release, { files: files('hamburg', 51_000 + release) });
  const signed = by === 'old' ? made.signed : signManifestBytes(next.privateKey, made.signed.manifest);
  return { ...made, signed };
}

test('what either key signs is applied until the old one is retired; what it signed before stays good on the disk', async (context) => {
  const node = await setUp(context);
  const enrollment: Enrollment = {
    ...example,
    networkId,
    signingPublicKey: signing.publicKey.toString('base64'),
  };
  let kept = enrollment;
  const file = {
    current: () => kept,
    update: async (change: (now: Enrollment) => Enrollment) => {
      kept = change(kept);
    },
  };
  const signers = createSigningTrust(file, silentLog);
  const parts: CyclePorts = { ...node.parts, signers, bundleKeys: { ...node.parts.bundleKeys, signers } };
  const offer = (made: MadeBundle) => {
    node.controller.bundle = made;
    return runCycle(parts, node.controller.open(), made.desired, never);
  };
  const running = () => parts.journal.current().running?.release;
  const reason = () => parts.journal.current().lastApply?.reason ?? '';

  assert.equal(await offer(bundle(1, 'new')), 'refused', 'nobody has told it of the new key yet');
  assert.equal(await offer(bundle(1, 'old')), 'confirmed');
  await signers.follow({ successions: [succession], retirement: null });
  assert.equal(await offer(bundle(2, 'old')), 'confirmed');
  assert.equal(await offer(bundle(3, 'new')), 'confirmed');
  assert.equal(await offer(bundle(4, 'old')), 'confirmed');

  await signers.follow({ successions: [succession], retirement });
  assert.equal(await offer(bundle(5, 'old')), 'refused');
  assert.match(reason(), /not signed by the controller/);
  // As after a reboot with no controller: the bundle of release 4 is one of the old key.
  await boot(parts, never);
  assert.equal(running(), 4);
  assert.equal(await readCurrent(node.paths.current), parts.journal.current().running?.digest);
  assert.equal(await offer(bundle(5, 'new')), 'confirmed');
  await parts.journal.record({ kind: 'operator', reason: 'back' });
  await rollBack(parts, async () => false);
  assert.equal(running(), 4, 'and it may be gone back to');
});
