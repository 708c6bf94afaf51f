import type { Compilation } from '../compile.ts';
import type { BundleHead } from '../store/bundles.ts';
import type { Store } from '../store/store.ts';
import type { BundleOutline } from './assemble.ts';
import { checkDifferences, requireAccepted } from './bird.ts';
import type { ReleaseContext } from './context.ts';
import type { Difference } from './differences.ts';

/** A difference whose files wait in the staging tables. */
export type Staged =
  | { readonly outline: BundleOutline; readonly sealingKey: Buffer; readonly before: BundleHead | undefined }
  | { readonly outline: undefined; readonly before: BundleHead };

/** Configurations that a commit gives to BIRD. */
const birdsInCommit = 500;

/**
 * Puts the files of all differences into the staging tables and gives back what else there is to know of them, and warnings:
 * memory holds one bundle's files at a time. Throws what rendering throws, and `conflict` if BIRD does not take what
 * templates of the admin's own make; then nothing of the release is there.
 */
export async function stageDifferences(
  { store, run }: Pick<ReleaseContext, 'store' | 'run'>,
  compilation: Compilation,
  differences: AsyncGenerator<Difference>,
): Promise<{ staged: Staged[]; warnings: string[] }> {
  const staged: Staged[] = [];
  store.staging.clear();
  const stage = async (difference: Difference) => {
    staged.push(store.transaction(() => stageDifference(store, difference)));
  };
  // The shipped templates make what BIRD takes of any values that are in order.
  const limit = compilation.hasOwnTemplates ? birdsInCommit : 0;
  const birds = await checkDifferences(run, differences, stage, limit);
  requireAccepted(birds);
  const notes = limit === 0 ? [] : birds.findings.map(({ text }) => text);
  return { staged, warnings: [...compilation.warnings, ...notes] };
}

function stageDifference(store: Store, difference: Difference): Staged {
  if (difference.kind === 'removed') return { outline: undefined, before: difference.before };
  const { outline, contents } = difference.bundle;
  for (const file of outline.files) {
    store.staging.putBlob(file.sha256, contents.get(file.path) ?? Buffer.alloc(0));
  }
  return { outline, sealingKey: difference.sealingKey, before: difference.before };
}

/** Name of the node that was staged. */
export function stagedName({ outline, before }: Staged): string {
  return outline?.nodeName ?? before?.nodeName ?? '';
}
