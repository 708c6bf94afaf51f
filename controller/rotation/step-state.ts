import { manifestCodec } from '../../shared/rpc/codec.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import { type LinkEnd, readLinkEnd } from '../pairs/link-end.ts';
import { takenBack } from '../pairs/take-back.ts';
import { hasConfirmed } from '../release/confirmed.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { RotationLink } from '../store/rotations.ts';
import type { Store } from '../store/store.ts';
import type { StepState } from './next-step.ts';
import { linkPublicKey } from './turns.ts';

/** A link of a rotation with its ends. */
export interface MovingLink {
  readonly row: RotationLink;
  readonly node: EnrolledNode;
  readonly peer: EnrolledNode;
}

/** What the ends have made of their step, and where it is lost, why. */
export function stepState(
  store: Store,
  link: MovingLink,
): { readonly state: StepState; readonly reason?: string } {
  const { row, node, peer } = link;
  if (row.step === 'switch') {
    const reason = whyLost(store, link);
    if (reason !== undefined) return { state: 'lost', reason };
  }
  const hasProved = ({ nodeId }: EnrolledNode) =>
    store.desired.get(nodeId) >= bundleRelease(store, nodeId, row.release) && hasConfirmed(store, nodeId);
  return { state: hasProved(node) && hasProved(peer) ? 'proved' : 'pending' };
}

/** Ends whose bundle of a step was made and not activated: the controller ended in between. */
export function notActivated(store: Store, { row, node, peer }: MovingLink): string[] {
  return [node, peer]
    .filter(({ nodeId }) => store.desired.get(nodeId) < bundleRelease(store, nodeId, row.release))
    .map(({ name }) => name);
}

function bundleRelease(store: Store, nodeId: number, release: number): number {
  return store.bundles.at(nodeId, release)?.release ?? 0;
}

/** What keeps both ends from ever having the new key with what they should run; undefined if nothing does. */
function whyLost(store: Store, { node, peer }: MovingLink): string | undefined {
  const target = store.rotations.get(node.nodeId)?.target ?? 0;
  const key = store.rotations.key(node.nodeId, target)?.toString('base64');
  const isTaken = endOf(store, node, peer)?.ownKey === key;
  const isKnown = endOf(store, peer, node)?.peerKey === key;
  if (isTaken && isKnown) return undefined;
  for (const { nodeId } of [node, peer]) {
    const said = takenBack(store.releases.find(store.desired.get(nodeId)));
    if (said !== undefined) return said;
  }
  const name = isTaken ? peer.name : node.name;
  return `${name} has a template of its own for its links, which does not use link.private_key and link.public_key`;
}

function endOf(store: Store, node: EnrolledNode, peer: EnrolledNode): LinkEnd | undefined {
  const content = store.bundles.find(node.nodeId, store.desired.get(node.nodeId))?.content;
  const path = `wireguard/${linkInterface(peer.name)}.conf`;
  const files = content === undefined ? [] : manifestCodec.decode(content.manifest).files;
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return undefined;
  const text = store.blobs.get(file.sha256).toString('utf8');
  return readLinkEnd(text, (reference) => linkPublicKey(store, node, reference));
}
