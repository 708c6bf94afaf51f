import { setImmediate as nextTurn } from 'node:timers/promises';
import { signManifest } from '../../shared/bundle/manifest.ts';
import { sealSecrets } from '../../shared/bundle/secrets.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { BundleContent } from '../store/bundles.ts';
import type { NewRelease } from '../store/releases.ts';
import type { BundleOutline } from './assemble.ts';
import type { ReleaseContext } from './context.ts';
import type { ReleaseSink } from './sink.ts';
import type { Staged } from './stage.ts';

export type ReleaseText = Pick<NewRelease, 'message' | 'author' | 'inventoryCommit'>;

/** Bundles signed in one go; then others have their turn. */
const signedAtOnce = 32;

/**
 * Signs what was staged and makes a release of it in one transaction; when this returns it is on the disk. Nothing
 * else may make a release meanwhile.
 */
export async function makeRelease(
  context: ReleaseContext,
  staged: readonly Staged[],
  text: ReleaseText,
  sink: Pick<ReleaseSink, 'progress'>,
): Promise<number> {
  const { store, audit, clock } = context;
  const release = store.releases.next();
  for (let at = 0; at < staged.length; at += signedAtOnce) {
    // One transaction a chunk: a pre-shared key that is made here is on the disk before anything is sealed with it.
    store.transaction(() => {
      for (const item of staged.slice(at, at + signedAtOnce)) {
        const { outline, before } = item;
        if (outline === undefined) {
          store.staging.putBundle({ nodeId: before.nodeId, nodeName: before.nodeName, release, peers: [] });
          continue;
        }
        const { nodeId, nodeName, peers } = outline;
        const previous = before?.digest ?? undefined;
        const content = signBundle(context, { outline, release, previous, sealingKey: item.sealingKey });
        store.staging.putBundle({ nodeId, nodeName, release, peers, content });
      }
    });
    sink.progress('signing', Math.min(at + signedAtOnce, staged.length), staged.length);
    await nextTurn();
  }
  store.transaction(() => {
    const number = store.releases.insert({ created: clock.now(), ...text });
    if (number !== release) throw new TowlineError('failed', `release ${release} became ${number}: repeat`);
    store.staging.publish();
    const detail = { nodes: staged.length, message: text.message, commit: text.inventoryCommit };
    audit.note({ action: 'release.made', subject: release, detail });
  });
  store.staging.clear();
  return release;
}

interface Unsigned {
  readonly outline: BundleOutline;
  readonly release: number;
  /** Digest of the bundle before, undefined for a first one. */
  readonly previous: Buffer | undefined;
  readonly sealingKey: Buffer;
}

function signBundle({ store, keys }: ReleaseContext, unsigned: Unsigned): BundleContent {
  const { outline, release, previous, sealingKey } = unsigned;
  const facts = store.network.get();
  const secrets = outline.secrets.map(({ name, version }) => store.psks.obtain(keys.master, name, version));
  const { manifest, signature } = signManifest(keys.signing.current().privateKey, {
    networkId: facts.networkId,
    nodeId: outline.nodeId,
    nodeName: outline.nodeName,
    epoch: facts.epoch,
    release,
    bundleDigest: outline.digest,
    previousBundleDigest: previous ?? Buffer.alloc(0),
    files: [...outline.files],
    secrets: [...outline.secrets],
    sealedSecrets: secrets.length === 0 ? Buffer.alloc(0) : sealSecrets(sealingKey, secrets),
    confirmWindowS: outline.confirmWindowS,
  });
  return { digest: outline.digest, manifest, signature, sealingKey };
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
