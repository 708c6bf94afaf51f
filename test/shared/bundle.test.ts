import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bundleDigest } from '../../shared/bundle/digest.ts';
import { openManifest, signManifest } from '../../shared/bundle/manifest.ts';
import { parseBundlePath } from '../../shared/bundle/path.ts';
import { openSecrets, pskName, sealSecrets } from '../../shared/bundle/secrets.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';

const keys = generateSigningKeyPair();
const files = [{ path: 'bird/bird.conf', sha256: sha256('x'), length: 1, mode: 0o644 }];
const secrets = [{ name: 'psk:a--b', version: 1 }];
const content = {
  networkId: 'n',
  nodeId: 7,
  epoch: 1,
  release: 3,
  files,
  secrets,
  confirmWindowS: 60,
  bundleDigest: bundleDigest(files, secrets, 60),
};
const signed = signManifest(keys.privateKey, content);

const untrusted = (error: unknown) => error instanceof TowlineError && error.code === 'untrusted';

test('a signed manifest opens with the key that signed it', () => {
  const manifest = openManifest(keys.publicKey, signed);
  assert.equal(manifest.nodeId, 7);
  assert.deepEqual(manifest.files, files);
});

test('a manifest with any byte flipped, in content or signature, is refused', () => {
  for (const part of ['manifest', 'signature'] as const) {
    for (let index = 0; index < signed[part].length; index++) {
      const flipped = Buffer.from(signed[part]);
      flipped[index] = (flipped[index] ?? 0) ^ 1;
      assert.throws(
        () => openManifest(keys.publicKey, { ...signed, [part]: flipped }),
        untrusted,
        `${part} byte ${index}`,
      );
    }
  }
});

test('a manifest that another key signed, or that lacks a signature, is refused', () => {
  assert.throws(() => openManifest(generateSigningKeyPair().publicKey, signed), untrusted);
  assert.throws(() => openManifest(keys.publicKey, { ...signed, signature: Buffer.alloc(0) }), untrusted);
  assert.throws(
    () => openManifest(keys.publicKey, { manifest: Buffer.alloc(0), signature: Buffer.alloc(64) }),
    untrusted,
  );
});

test('a manifest that contradicts itself is refused even where the controller signed it', () => {
  const faults = [
    { ...content, bundleDigest: Buffer.alloc(32) },
    { ...content, confirmWindowS: 61 },
    { ...content, files: [...files, ...files] },
    { ...content, files: [{ ...files[0], path: '../../etc/passwd' }] },
    { ...content, files: [{ ...files[0], sha256: Buffer.alloc(3) }] },
  ];
  for (const fault of faults)
    assert.throws(() => openManifest(keys.publicKey, signManifest(keys.privateKey, fault)), untrusted);
});

test("a bundle's digest says what is in it, not when it was made or in which order it is listed", () => {
  const more = [...files, { path: 'agent/settings.toml', sha256: sha256('y'), length: 1, mode: 0o644 }];
  assert.ok(bundleDigest(more, secrets, 60).equals(bundleDigest([...more].reverse(), secrets, 60)));
  const other = [
    bundleDigest([{ path: 'bird/bird.conf', sha256: sha256('x'), length: 1, mode: 0o600 }], secrets, 60),
    bundleDigest(files, [{ name: 'psk:a--b', version: 2 }], 60),
    bundleDigest(files, [], 60),
  ];
  for (const digest of other) assert.equal(digest.equals(content.bundleDigest), false);
});

test('only service/file is a path of a bundle', () => {
  assert.deepEqual(parseBundlePath('bird/bird.conf'), { service: 'bird', file: 'bird.conf' });
  for (const path of [
    '',
    'bird',
    '/bird.conf',
    'bird/',
    'a/b/c',
    '../x',
    'bird/..',
    'bird/.hidden',
    'bird/a b',
    'bird/a\n',
    'bird/ä',
    `bird/${'x'.repeat(65)}`,
  ]) {
    assert.equal(parseBundlePath(path), undefined, JSON.stringify(path));
  }
});

test("sealed secrets open with the node's key alone, and not after any change", () => {
  const [node, other] = [generateBoxKeyPair(), generateBoxKeyPair()];
  const list = [{ name: pskName('b', 'a'), version: 2, value: Buffer.alloc(32, 9) }];
  const sealed = sealSecrets(node.publicKey, list);
  assert.deepEqual(openSecrets(node.privateKey, sealed), [
    { name: 'psk:a--b', version: 2, value: Buffer.alloc(32, 9) },
  ]);
  assert.equal(sealed.includes(Buffer.alloc(32, 9)), false);
  assert.throws(() => openSecrets(other.privateKey, sealed), untrusted);
  for (let index = 0; index < sealed.length; index++) {
    const flipped = Buffer.from(sealed);
    flipped[index] = (flipped[index] ?? 0) ^ 0x80;
    // RFC 7748 section 5: the top bit of a public key is ignored.
    if (index === 31) continue;
    assert.throws(() => openSecrets(node.privateKey, flipped), untrusted, `byte ${index}`);
  }
  for (let length = 1; length < sealed.length; length += 7)
    assert.throws(() => openSecrets(node.privateKey, sealed.subarray(0, length)), untrusted);
});

test('random bytes are no manifest: a clear error, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        manifestCodec.decode(bytes);
      } catch (error) {
        assert.ok(error instanceof TowlineError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
