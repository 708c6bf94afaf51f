import { signManifest } from '../../shared/bundle/manifest.ts';
import { sealSecrets } from '../../shared/bundle/secrets.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { BundleContent } from '../store/bundles.ts';
import type { NewRelease } from '../store/releases.ts';
import type { AssembledBundle } from './assemble.ts';
import type { ReleaseContext } from './context.ts';
import type { Difference } from './differences.ts';

export type ReleaseText = Pick<NewRelease, 'message' | 'author' | 'inventoryCommit'>;

/** Makes a release of the differences in one transaction; when this returns it is on the disk. */
export function makeRelease(
  context: ReleaseContext,
  differences: readonly Difference[],
  text: ReleaseText,
): number {
  const { store, clock } = context;
  const sealingKeys = new Map(store.nodes.allWithRetired().map((node) => [node.nodeId, node.sealingKey]));
  return store.transaction(() => {
    const release = store.releases.insert({ created: clock.now(), ...text });
    for (const difference of differences) {
      if (difference.kind === 'removed') {
        const { nodeId, nodeName } = difference.before;
        store.bundles.insert({ nodeId, nodeName, release, peers: [] });
        continue;
      }
      const { bundle } = difference;
      for (const file of bundle.files) {
        store.blobs.put(file.sha256, bundle.contents.get(file.path) ?? Buffer.alloc(0));
      }
      const sealingKey = sealingKeys.get(bundle.nodeId);
      if (sealingKey === undefined) throw new TowlineError('failed', `node ${bundle.nodeName} has no keys`);
      const previous = difference.before?.content?.digest;
      const content = signBundle(context, { bundle, release, previous, sealingKey });
      const { nodeId, nodeName, peers } = bundle;
      store.bundles.insert({ nodeId, nodeName, release, peers, content });
    }
    return release;
  });
}

interface Unsigned {
  readonly bundle: AssembledBundle;
  readonly release: number;
  /** Digest of the bundle before, undefined for a first one. */
  readonly previous: Buffer | undefined;
  readonly sealingKey: Buffer;
}

function signBundle({ store, keys }: ReleaseContext, unsigned: Unsigned): BundleContent {
  const { bundle, release, previous, sealingKey } = unsigned;
  const facts = store.network.get();
  const secrets = bundle.secrets.map(({ name, version }) => store.psks.obtain(keys.master, name, version));
  const { manifest, signature } = signManifest(keys.signing.privateKey, {
    networkId: facts.networkId,
    nodeId: bundle.nodeId,
    nodeName: bundle.nodeName,
    epoch: facts.epoch,
    release,
    bundleDigest: bundle.digest,
    previousBundleDigest: previous ?? Buffer.alloc(0),
    files: [...bundle.files],
    secrets: [...bundle.secrets],
    sealedSecrets: secrets.length === 0 ? Buffer.alloc(0) : sealSecrets(sealingKey, secrets),
    confirmWindowS: bundle.confirmWindowS,
  });
  return { digest: bundle.digest, manifest, signature, sealingKey };
}

/**
 * Brings rendered.git up to the database. The release is made and safe by then, so a failure here is only
 * told: the next start, or the next release, catches up.
 *
 * @returns a warning, or nothing
 */
export async function project({ rendered, log, onReleased }: ReleaseContext): Promise<string[]> {
  onReleased();
  try {
    await rendered.catchUp();
    return [];
  } catch (error) {
    log.error({ err: error }, 'rendered.git is behind');
    return [`the release is made, but rendered.git is behind: ${messageOf(error)}`];
  }
}
