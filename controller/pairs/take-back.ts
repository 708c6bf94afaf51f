import { ownAuthor } from '../admin/commit-text.ts';
import { activate } from '../release/activate.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { ReleaseText } from '../store/releases.ts';
import type { SwitchRow } from '../store/switches.ts';
import { releaseBefore } from './release-before.ts';

/** How the message begins of a release that takes something back. */
export const opening = 'take back release ';

/** Of the reason as much as a subject line bears; all of it is in the node's report and journal. */
export const mostReason = 300;

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
  const culprit = store.nodes.find(failed.nodeId)?.name ?? '';
  const message = `${opening}${failed.release}: ${culprit}: ${reason.slice(0, mostReason)}`;
  const made = await releaseBefore(context, rows.filter(still), message);
  if (made === undefined) return undefined;
  const { release, names } = made;
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
