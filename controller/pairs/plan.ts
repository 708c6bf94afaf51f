import { setImmediate as nextTurn } from 'node:timers/promises';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import { provenRelease } from '../release/confirmed.ts';
import { linkPublicKey } from '../rotation/turns.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import { groupsOf, type SwitchGroup, type Tied } from './groups.ts';
import { bondOf, type LinkEnd, readLinkEnd } from './link-end.ts';

/** The links' files of a bundle: path to hexadecimal SHA-256. */
type Files = ReadonlyMap<string, string>;

/** Nodes looked at in one go; then others have their turn. */
const atOnce = 64;

const folder = 'wireguard/';

/**
 * Finds out which nodes cannot switch to what they should run without others, and with whom. A node whose links'
 * files are the same before and after costs two manifests; what is in files is only read of links that change.
 *
 * @param wanted release that each node to look at should run, by its number
 */
export async function planSwitches(
  store: Store,
  wanted: ReadonlyMap<number, number>,
): Promise<SwitchGroup[]> {
  const look = createLook(store, wanted);
  const tied: Tied[] = [];
  let count = 0;
  for (const nodeId of wanted.keys()) {
    if (++count % atOnce === 0) await nextTurn();
    const found = look.tied(nodeId);
    if (found !== undefined) tied.push(found);
  }
  return groupsOf(tied, look.next);
}

/**
 * Release of the bundle that a node runs, as far as it matters to others: it was let switch to it together with
 * others and is on its way, or it has proved it; 0 if none.
 */
export function runningRelease(store: Store, nodeId: number): number {
  const confirmed = provenRelease(store, nodeId);
  const row = store.switches.get(nodeId);
  return row !== undefined && row.release <= store.desired.get(nodeId)
    ? Math.max(confirmed, row.release)
    : confirmed;
}

function createLook(store: Store, wanted: ReadonlyMap<number, number>) {
  const kept = new Map<string, Files | undefined>();
  const texts = new Map<string, string>();

  const next = (nodeId: number) => wanted.get(nodeId) ?? store.desired.get(nodeId);
  const now = (nodeId: number) => runningRelease(store, nodeId);

  /** Undefined if there is no such bundle, or it is sealed to a router that another one replaced. */
  const read = ({ nodeId, sealingKey }: EnrolledNode, release: number): Files | undefined => {
    const content = release === 0 ? undefined : store.bundles.at(nodeId, release)?.content;
    if (content === undefined || !content.sealingKey.equals(sealingKey)) return undefined;
    const { files } = manifestCodec.decode(content.manifest);
    const links = files.filter(({ path }) => path.startsWith(folder));
    return new Map(links.map(({ path, sha256 }) => [path, sha256.toString('hex')]));
  };
  const keep = (node: EnrolledNode, release: number): Files | undefined => {
    const key = `${node.nodeId} ${release}`;
    if (!kept.has(key)) kept.set(key, read(node, release));
    return kept.get(key);
  };
  const endOf = (node: EnrolledNode, files: Files | undefined, path: string): LinkEnd | undefined => {
    const digest = files?.get(path);
    if (digest === undefined) return undefined;
    const text = texts.get(digest) ?? store.blobs.get(Buffer.from(digest, 'hex')).toString('utf8');
    texts.set(digest, text);
    return readLinkEnd(text, (reference) => linkPublicKey(store, node, reference));
  };

  const tied = (nodeId: number): Tied | undefined => {
    const node = store.nodes.find(nodeId);
    const release = next(nodeId);
    if (node === undefined) return undefined;
    const before = read(node, now(nodeId));
    const after = before && read(node, release);
    if (before === undefined || after === undefined) return undefined;
    const changed = [...before].filter(([path, digest]) => (after.get(path) ?? digest) !== digest);
    if (changed.length === 0) return undefined;
    const [together, lacking]: [number[], number[]] = [[], []];
    const byPath = new Map(
      (store.bundles.at(nodeId, release)?.peers ?? []).map((name) => [pathOf(name), name]),
    );
    for (const [path] of changed) {
      const peer = store.nodes.findByName(byPath.get(path) ?? '');
      const own = { now: endOf(node, before, path), next: endOf(node, after, path) };
      if (peer === undefined || own.now === undefined || own.next === undefined) continue;
      const there = pathOf(node.name);
      const end = (at: number) => endOf(peer, keep(peer, at), there);
      const other = { now: end(now(peer.nodeId)), next: end(next(peer.nodeId)) };
      if (other.now === undefined || other.next === undefined) continue;
      const bond = bondOf(
        { now: own.now, next: own.next },
        { now: other.now, next: other.next },
        end(release),
      );
      if (bond === 'together') together.push(peer.nodeId);
      if (bond === 'waits') lacking.push(peer.nodeId);
    }
    return together.length + lacking.length === 0 ? undefined : { nodeId, release, together, lacking };
  };
  return { tied, next };
}

function pathOf(peer: string): string {
  return `${folder}${linkInterface(peer)}.conf`;
}
