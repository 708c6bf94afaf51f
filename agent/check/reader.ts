import { join } from 'node:path';
import { bundleInForce } from '../journal/state.ts';
import type { JournalStore } from '../journal/store.ts';
import { type Bundle, type BundleKeys, readBundle } from './bundle.ts';

export interface BundleReaderParts {
  readonly journal: Pick<JournalStore, 'current'>;
  readonly paths: { readonly bundles: string };
  readonly bundleKeys: BundleKeys;
}

/** Reads the bundle that the journal names, once for each. */
export function bundleReader(parts: BundleReaderParts): () => Promise<Bundle | undefined> {
  let last: Bundle | undefined;
  return async () => {
    const ref = bundleInForce(parts.journal.current());
    if (ref === undefined) return undefined;
    if (last?.digest !== ref.digest) {
      last = await readBundle(join(parts.paths.bundles, ref.digest), parts.bundleKeys);
    }
    return last;
  };
}
