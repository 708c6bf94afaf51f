import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { ChangeKind } from '../../shared/gen/towline/v1/ChangeKind.ts';
import type { FileChange } from '../../shared/gen/towline/v1/FileChange.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import type { SecretReference } from '../../shared/gen/towline/v1/SecretReference.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import type { Bundle } from '../store/bundles.ts';
import type { Store } from '../store/store.ts';
import type { Difference } from './differences.ts';

/** A bundle as far as people compare it. */
interface Readable {
  readonly nodeName: string;
  readonly files: ReadonlyMap<string, string>;
  readonly secrets: readonly SecretReference[];
}

/** What a difference means file by file, with unified diffs. */
export function describeDifference(store: Store, difference: Difference): NodeChange {
  const before =
    difference.kind === 'removed' || difference.before ? readStored(store, difference.before) : undefined;
  if (difference.kind === 'removed') return describe(before, undefined);
  const { nodeName, contents, secrets } = difference.bundle;
  const files = new Map([...contents].map(([path, content]) => [path, content.toString('utf8')]));
  return describe(before, { nodeName, files, secrets });
}

/** What differs between two releases, sorted by name. */
export function describeReleases(store: Store, from: number, to: number): NodeChange[] {
  const older = new Map(store.bundles.allAt(from).map((bundle) => [bundle.nodeId, bundle]));
  return store.bundles.allAt(to).flatMap((now) => {
    const before = older.get(now.nodeId);
    if (before?.release === now.release) return [];
    const [a, b] = [readStored(store, before), readStored(store, now)];
    if (a === undefined && b === undefined) return [];
    const same = before?.content && now.content && before.content.digest.equals(now.content.digest);
    return same ? [] : [describe(a, b)];
  });
}

function readStored(store: Store, bundle: Bundle | undefined): Readable | undefined {
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
    const patch = createTwoFilesPatch(
      a === undefined ? '/dev/null' : `a/${path}`,
      b === undefined ? '/dev/null' : `b/${path}`,
      a ?? '',
      b ?? '',
      undefined,
      undefined,
      { context: 3, headerOptions: FILE_HEADERS_ONLY },
    );
    return [{ path, kind: kindOf(a, b), diff: patch }];
  });
  const known = new Set(before?.secrets.map(({ name, version }) => `${name} ${version}`));
  const secrets = (now?.secrets ?? []).filter(({ name, version }) => !known.has(`${name} ${version}`));
  return {
    nodeName: now?.nodeName ?? before?.nodeName ?? '',
    kind: kindOf(before, now),
    files,
    secrets: secrets.map(({ name }) => name),
  };
}

function kindOf(before: unknown, now: unknown): ChangeKind {
  if (before === undefined) return 'CHANGE_KIND_ADDED';
  return now === undefined ? 'CHANGE_KIND_REMOVED' : 'CHANGE_KIND_CHANGED';
}
