import { TowlineError } from '../../shared/errors.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { linkKey } from '../model/links.ts';
import type { Store } from '../store/store.ts';

/** A link of the newest release that has a pre-shared key. */
export interface KeyedLink {
  /** `<node>--<node>`. */
  readonly name: string;
  readonly ends: readonly [string, string];
  /** Name of the secret. */
  readonly psk: string;
}

/** Names of the nodes that a node has links to in the newest release, sorted. */
export function releasedPeers(store: Store, nodeId: number): string[] {
  const bundle = store.bundles.at(nodeId, store.releases.newest());
  return bundle?.content === undefined ? [] : [...bundle.peers].sort();
}

/** Links with pre-shared keys that a node has in the newest release, sorted by name. */
export function keyedLinksOf(store: Store, name: string): KeyedLink[] {
  const nodeId = store.nodes.findByName(name)?.nodeId ?? 0;
  const content = store.bundles.at(nodeId, store.releases.newest())?.content;
  if (content === undefined) return [];
  const secrets = new Set(manifestCodec.decode(content.manifest).secrets.map((secret) => secret.name));
  return releasedPeers(store, nodeId).flatMap((peer) => {
    const link = linkKey(name, peer);
    const psk = `psk:${link}`;
    return secrets.has(psk) ? [{ name: link, ends: [name, peer] as const, psk }] : [];
  });
}

/** Links with pre-shared keys of the newest release, each once, sorted by name. */
export function allKeyedLinks(store: Store): KeyedLink[] {
  const links = new Map<string, KeyedLink>();
  for (const node of store.nodes.all())
    for (const link of keyedLinksOf(store, node.name)) links.set(link.name, link);
  return [...links.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The link between two nodes. Throws `notFound` if they have none, or it has no pre-shared key. */
export function keyedLinkBetween(store: Store, a: string, b: string): KeyedLink {
  const link = keyedLinksOf(store, a).find(({ name }) => name === linkKey(a, b));
  if (link !== undefined) return link;
  throw new TowlineError(
    'notFound',
    `the newest release has no link with a pre-shared key between ${a} and ${b}: see 'towline node show ${a}'`,
  );
}
