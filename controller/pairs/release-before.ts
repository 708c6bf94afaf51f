import { sha256 } from '../../shared/crypto/sha256.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { ownAuthor } from '../admin/commit-text.ts';
import type { ReleaseContext } from '../release/context.ts';
import { makeRelease, project } from '../release/make-release.ts';
import type { Staged } from '../release/stage.ts';
import { withoutLostLinks } from './without-lost.ts';

/** A node that is to get back what it had in a release. */
export interface Returning {
  readonly nodeId: number;
  readonly previous: number;
}

/** A node with the bundle that it goes back to. */
interface Member {
  readonly name: string;
  readonly staged: Staged;
  /** Its file that no release has, since a link went that nothing brings back. */
  readonly settings: Buffer | undefined;
  /** Whether the newest release has that bundle of it already. */
  readonly isNewest: boolean;
}

/**
 * Makes a release in which nodes have the bundles of an earlier one each, without links to routers that are gone since;
 * what of it the newest release has already is not made again, so it may be called again after a crash anywhere in it.
 * It is not activated. The inventory stays as it is, and so `towline plan` shows the change again. Nothing else may make
 * a release meanwhile. Gives the release and the names of its nodes, or undefined if there was nothing to go back to.
 */
export async function releaseBefore(
  context: ReleaseContext,
  rows: readonly Returning[],
  message: string,
): Promise<{ readonly release: number; readonly names: string[] } | undefined> {
  const { store } = context;
  const members = rows.flatMap((row) => memberOf(context, row) ?? []);
  if (members.length === 0) return undefined;
  let release = store.releases.newest();
  const toMake = members.filter(({ isNewest }) => !isNewest);
  if (toMake.length > 0) {
    store.staging.clear();
    store.transaction(() => {
      for (const { settings } of toMake)
        if (settings !== undefined) store.staging.putBlob(sha256(settings), settings);
    });
    release = await makeRelease(
      context,
      toMake.map(({ staged }) => staged),
      { message, author: ownAuthor, inventoryCommit: commitBefore(context, rows) },
      { progress: () => undefined },
    );
    await project(context);
  }
  return { release, names: members.map(({ name }) => name) };
}

function memberOf({ store, log }: ReleaseContext, row: Returning): Member | undefined {
  const node = store.nodes.find(row.nodeId);
  const old = store.bundles.at(row.nodeId, row.previous);
  const newest = store.bundles.at(row.nodeId, store.releases.newest());
  if (node === undefined || old?.content === undefined || newest === undefined) return undefined;
  if (!old.content.sealingKey.equals(node.sealingKey)) {
    log.warn({ node: node.name }, 'another router took its place, nothing to take back there');
    return undefined;
  }
  const { files, secrets, confirmWindowS } = manifestCodec.decode(old.content.manifest);
  const [nodeId, nodeName] = [row.nodeId, node.name];
  const { outline, settings } = withoutLostLinks(store, {
    nodeId,
    nodeName,
    files,
    secrets,
    confirmWindowS,
    digest: old.content.digest,
    peers: old.peers,
  });
  const head = newest.content;
  const before = {
    nodeId,
    nodeName: newest.nodeName,
    release: newest.release,
    digest: head?.digest ?? null,
    sealingKey: head?.sealingKey ?? null,
  };
  const isNewest = head?.digest.equals(outline.digest) ?? false;
  return {
    name: node.name,
    staged: { outline, sealingKey: node.sealingKey, before },
    settings,
    isNewest,
  };
}

/** The inventory's commit that the bundles before were made of: `towline rollback` to this release means that. */
function commitBefore({ store }: ReleaseContext, rows: readonly Returning[]): string {
  const release = store.releases.find(Math.max(...rows.map(({ previous }) => previous)));
  return release?.inventoryCommit ?? store.releases.find(store.releases.newest())?.inventoryCommit ?? '';
}
