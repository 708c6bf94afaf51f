import { signManifestBytes } from '../../shared/bundle/manifest.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import type { Signing } from '../keys/signing.ts';
import type { Bundle, BundleContent } from '../store/bundles.ts';
import type { Store } from '../store/store.ts';

/** A bundle as it is sent. */
export interface Issued {
  readonly signed: Pick<BundleContent, 'manifest' | 'signature'>;
  readonly manifest: Manifest;
}

/**
 * The manifest of a bundle as a node takes it now. One from before a backup was restored gets the epoch of today, so that
 * it is newer than what the controller of then released and this one does not know; that is written down, since a node
 * that has seen a manifest takes no other one in its place.
 */
export function issue(
  { store, signing }: { readonly store: Store; readonly signing: Pick<Signing, 'current' | 'signatureOf'> },
  { nodeId, release }: Pick<Bundle, 'nodeId' | 'release'>,
  content: BundleContent,
): Issued {
  const manifest = manifestCodec.decode(content.manifest);
  const { epoch } = store.network.get();
  if (manifest.epoch >= epoch) {
    const signature = signing.signatureOf(content, release);
    return { signed: { manifest: content.manifest, signature }, manifest };
  }
  const renewed = { ...manifest, epoch };
  const signed = signManifestBytes(signing.current().privateKey, manifestCodec.encode(renewed));
  store.bundles.reissue(nodeId, release, signed);
  return { signed, manifest: renewed };
}
