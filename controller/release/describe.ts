import type { ChangeKind } from '../../shared/gen/towline/v1/ChangeKind.ts';
import type { FileChange } from '../../shared/gen/towline/v1/FileChange.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import type { SecretReference } from '../../shared/gen/towline/v1/SecretReference.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { impactOf } from '../impact/impact.ts';
import type { BundleHead } from '../store/bundles.ts';
import type { Store } from '../store/store.ts';
import type { Difference } from './differences.ts';
import { unifiedDiff } from './unified-diff.ts';

/** A bundle as far as people compare it. */
interface Readable {
  readonly nodeName: string;
  readonly files: ReadonlyMap<string, string>;
  readonly secrets: readonly SecretReference[];
}

/** What a difference means file by file, with unified diffs, and what it does to the router. */
export function describeDifference(store: Store, difference: Difference): NodeChange {
  const before = readStored(store, difference.before);
  if (difference.kind === 'removed') {
    return before === undefined ? endOfEnrollment(difference.before.nodeName) : describe(before, undefined);
  }
  const { outline, contents } = difference.bundle;
  const files = new Map([...contents].map(([path, content]) => [path, content.toString('utf8')]));
  return describe(before, { nodeName: outline.nodeName, files, secrets: outline.secrets });
}

/** What differs between two releases, sorted by name. */
export function* describeReleases(store: Store, from: number, to: number): Generator<NodeChange> {
  const older = new Map(store.bundles.headsAt(from).map((head) => [head.nodeId, head]));
  for (const now of store.bundles.headsAt(to)) {
    const before = older.get(now.nodeId);
    if (before?.release === now.release) continue;
    if ((before?.digest ?? null) === null && now.digest === null) continue;
    if (before?.digest && now.digest && before.digest.equals(now.digest)) continue;
    yield describe(readStored(store, before), readStored(store, now));
  }
}

/** What becomes of a router that was approved, has left the inventory, and never had a bundle. */
function endOfEnrollment(nodeName: string): NodeChange {
  const text = 'its enrollment ends: it never had a bundle';
  const impacts = [{ kind: 'IMPACT_KIND_SETTINGS_CHANGED', subject: nodeName, text } as const];
  return { nodeName, kind: 'CHANGE_KIND_REMOVED', files: [], secrets: [], impacts };
}

function readStored(store: Store, head: BundleHead | undefined): Readable | undefined {
  const bundle = head === undefined ? undefined : store.bundles.find(head.nodeId, head.release);
  if (bundle?.content === undefined) return undefined;
  const manifest = manifestCodec.decode(bundle.content.manifest);
  const files = manifest.files.map(({ path, sha256 }): [string, string] => [
    path,
    store.blobs.get(sha256).toString('utf8'),
  ]);
  return { nodeName: bundle.nodeName, files: new Map(files), secrets: manifest.secrets };
}

function describe(before: Readable | undefined, now: Readable | undefined): NodeChange {
  const paths = new Set([...(before?.files.keys() ?? []), ...(now?.files.keys() ?? [])]);
  const files = [...paths].sort().flatMap((path): FileChange[] => {
    const [a, b] = [before?.files.get(path), now?.files.get(path)];
    if (a === b) return [];
    return [{ path, kind: kindOf(a, b), diff: unifiedDiff(path, a, b) }];
  });
  const known = new Set(before?.secrets.map(({ name, version }) => `${name} ${version}`));
  const secrets = (now?.secrets ?? [])
    .filter(({ name, version }) => !known.has(`${name} ${version}`))
    .map(({ name }) => name);
  return {
    nodeName: now?.nodeName ?? before?.nodeName ?? '',
    kind: kindOf(before, now),
    files,
    secrets,
    impacts: impactOf(before?.files, now?.files, secrets),
  };
}

function kindOf(before: unknown, now: unknown): ChangeKind {
  if (before === undefined) return 'CHANGE_KIND_ADDED';
  return now === undefined ? 'CHANGE_KIND_REMOVED' : 'CHANGE_KIND_CHANGED';
}
