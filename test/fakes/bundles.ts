import { bundleDigest } from '../../shared/bundle/digest.ts';
import { signManifest } from '../../shared/bundle/manifest.ts';
import { sealSecrets } from '../../shared/bundle/secrets.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { SignedManifest } from '../../shared/gen/towline/v1/SignedManifest.ts';

/** Keys of a controller and of one node enrolled with it. */
export const signing = generateSigningKeyPair();
export const sealing = generateBoxKeyPair();
export const networkId = 'net-1';
export const nodeId = 7;

export interface BundleSpec {
  readonly release: number;
  readonly files: Readonly<Record<string, string>>;
  readonly secrets?: readonly { name: string; version: number; value: Buffer }[];
  readonly epoch?: number;
  readonly networkId?: string;
  readonly nodeId?: number;
  readonly confirmWindowS?: number;
}

/** A bundle as the controller keeps it. */
export interface MadeBundle {
  readonly signed: SignedManifest;
  readonly desired: DesiredRelease;
  /** By hexadecimal SHA-256. */
  readonly contents: Map<string, Buffer>;
}

/** Makes and signs a bundle through shared/bundle, as the controller does. */
export function makeBundle(spec: BundleSpec): MadeBundle {
  const contents = new Map<string, Buffer>();
  const files = Object.entries(spec.files)
    .sort()
    .map(([path, text]) => {
      const content = Buffer.from(text);
      contents.set(sha256(content).toString('hex'), content);
      const mode = path.startsWith('wireguard/') ? 0o600 : 0o644;
      return { path, sha256: sha256(content), length: content.length, mode };
    });
  const values = [...(spec.secrets ?? [])];
  const secrets = values.map(({ name, version }) => ({ name, version }));
  const confirmWindowS = spec.confirmWindowS ?? 10;
  const digest = bundleDigest(files, secrets, confirmWindowS);
  const epoch = spec.epoch ?? 1;
  const signed = signManifest(signing.privateKey, {
    networkId: spec.networkId ?? networkId,
    nodeId: spec.nodeId ?? nodeId,
    nodeName: 'berlin',
    epoch,
    release: spec.release,
    bundleDigest: digest,
    files,
    secrets,
    sealedSecrets: values.length === 0 ? Buffer.alloc(0) : sealSecrets(sealing.publicKey, values),
    confirmWindowS,
  });
  return {
    signed,
    desired: { release: spec.release, epoch, bundleDigest: digest, retry: 0, stageOnly: false, linkKey: 0 },
    contents,
  };
}
