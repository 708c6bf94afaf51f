import { sha256 } from '../../shared/crypto/sha256.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { ownAuthor } from '../admin/commit-text.ts';
import { activate } from '../release/activate.ts';
import type { ReleaseContext } from '../release/context.ts';
import { makeRelease, project } from '../release/make-release.ts';
import type { Staged } from '../release/stage.ts';
import type { ReleaseText } from '../store/releases.ts';
import type { SwitchRow } from '../store/switches.ts';
import { withoutLostLinks } from './without-lost.ts';

const opening = 'take back release ';

/** Of the reason as much as a subject line bears; all of it is in the node's report and journal. */
const mostReason = 300;

/** A member of the group, with the bundle that it goes back to. */
interface Member {
  readonly row: SwitchRow;
  readonly name: string;
  readonly staged: Staged;
  /** Its file that no release has, since a link went that nothing brings back. */
  readonly settings: Buffer | undefined;
  /** Whether the newest release has that bundle of it already. */
  readonly isNewest: boolean;
}

/**
 * Takes back all of a group of which one node went back by itself: a new release with the bundles that they had
 * confirmed before, without links to routers that are gone since, activated for them at once and not together, since
 * one end is back already. The inventory stays as it is, and so `towline plan` shows the change again. Those that
 * should run another release by now are left alone. It may be called again after a crash anywhere in it. Nothing else
 * may make a release meanwhile. Gives the release, or undefined if there was nothing to take back.
 */
export async function takeBack(
  context: ReleaseContext,
  failed: SwitchRow,
  reason: string,
): Promise<number | undefined> {
  const { store, log } = context;
  const still = ({ nodeId, release }: SwitchRow) => store.desired.get(nodeId) === release;
  if (!still(failed)) return undefined;
  const rows = store.switches.ofGroup(failed.groupNumber);
  const members = rows.filter(still).flatMap((row) => memberOf(context, row) ?? []);
  const culprit = store.nodes.find(failed.nodeId)?.name ?? '';
  if (members.length === 0) return undefined;
  let release = store.releases.newest();
  const toMake = members.filter(({ isNewest }) => !isNewest);
  if (toMake.length > 0) {
    const message = `${opening}${failed.release}: ${culprit}: ${reason.slice(0, mostReason)}`;
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
  const names = members.map(({ name }) => name);
  await activate(context, release, names, { together: false });
  store.switches.removeGroup(failed.groupNumber);
  log.warn(
    { release, from: failed.release, node: culprit, nodes: names, reason },
    'a change with two ends is taken back',
  );
  return release;
}

/** What a release took back and why, in words; undefined for any other release. */
export function takenBack(text: ReleaseText | undefined): string | undefined {
  return text?.author === ownAuthor && text.message.startsWith(opening) ? text.message : undefined;
}

function memberOf({ store, log }: ReleaseContext, row: SwitchRow): Member | undefined {
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
    row,
    name: node.name,
    staged: { outline, sealingKey: node.sealingKey, before },
    settings,
    isNewest,
  };
}

/** The inventory's commit that the bundles before were made of: `towline rollback` to this release means that. */
function commitBefore({ store }: ReleaseContext, rows: readonly SwitchRow[]): string {
  const release = store.releases.find(Math.max(...rows.map(({ previous }) => previous)));
  return release?.inventoryCommit ?? store.releases.find(store.releases.newest())?.inventoryCommit ?? '';
}
