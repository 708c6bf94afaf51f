import { join } from 'node:path';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import { type Bundle, type BundleKeys, readBundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { JournalStore } from '../journal/store.ts';

/**
 * The bundle that an earlier cycle has staged and checked, if it is the one that is desired and still whole: nothing
 * is fetched then, so that the ends of a link switch at one moment. Undefined where it has to be fetched.
 *
 * @param digest of what that cycle staged, hexadecimal
 */
export async function readStaged(
  ports: {
    readonly paths: AgentPaths;
    readonly bundleKeys: BundleKeys;
    readonly journal: Pick<JournalStore, 'current'>;
  },
  digest: string | undefined,
  { bundleDigest, epoch, release }: DesiredRelease,
): Promise<Bundle | undefined> {
  if (digest === undefined || bundleDigest.toString('hex') !== digest) return undefined;
  // Its manifest was accepted if nothing newer has been seen since.
  const { highestSeen } = ports.journal.current();
  if (highestSeen?.epoch !== epoch || highestSeen.release !== release) return undefined;
  const bundle = await readBundle(join(ports.paths.bundles, digest), ports.bundleKeys).catch(() => undefined);
  const isOfRelease = bundle?.manifest.epoch === epoch && bundle.manifest.release === release;
  return isOfRelease ? bundle : undefined;
}
