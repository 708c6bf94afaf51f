import { type Signers, signBytes, verifyByAny } from '../crypto/ed25519.ts';
import { TowlineError } from '../errors.ts';
import type { Manifest, ManifestInput } from '../gen/towline/v1/Manifest.ts';
import type { SignedManifest } from '../gen/towline/v1/SignedManifest.ts';
import { manifestCodec } from '../rpc/codec.ts';
import { bundleDigest } from './digest.ts';
import { parseBundlePath } from './path.ts';

const context = 'towline manifest v1\n';

/** Serializes and signs a manifest. */
export function signManifest(privateKey: Uint8Array, manifest: ManifestInput): SignedManifest {
  return signManifestBytes(privateKey, manifestCodec.encode(manifest));
}

/** Signs a manifest that is there: with another key it stays the same manifest, and the same bundle. */
export function signManifestBytes(privateKey: Uint8Array, manifest: Buffer): SignedManifest {
  return { manifest, signature: signBytes(privateKey, context, manifest) };
}

/**
 * Checks the signature, then parses, then checks that the manifest agrees with itself (digest, paths, no file twice).
 * Throws `untrusted`.
 */
export function openManifest(signers: Signers, signed: SignedManifest): Manifest {
  if (!verifyByAny(signers, context, signed.manifest, signed.signature)) {
    throw new TowlineError(
      'untrusted',
      'the manifest is not signed by the controller that this node is enrolled with',
    );
  }
  const manifest = manifestCodec.decode(signed.manifest);
  const odd = manifest.files.find(
    (file) => parseBundlePath(file.path) === undefined || file.sha256.length !== 32,
  );
  if (odd !== undefined)
    throw new TowlineError(
      'untrusted',
      `the manifest names ${JSON.stringify(odd.path)}, which is no service/file`,
    );
  if (new Set(manifest.files.map((file) => file.path)).size !== manifest.files.length) {
    throw new TowlineError('untrusted', 'the manifest names a file twice');
  }
  const digest = bundleDigest(manifest.files, manifest.secrets, manifest.confirmWindowS);
  if (!digest.equals(manifest.bundleDigest)) {
    throw new TowlineError('untrusted', "the manifest's digest is not that of its files");
  }
  return manifest;
}
