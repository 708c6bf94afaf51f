import { pskName } from '../../shared/bundle/secrets.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import type { Allocated } from '../allocate/allocate.ts';
import type { NodeAllocation } from '../allocate/generated.ts';
import type { Problem } from '../inventory/problems.ts';
import { levelFile } from '../inventory/read.ts';
import type { Link } from './links.ts';
import type { LinkEnd, NodeModel } from './network.ts';
import type { NodeEntry } from './values.ts';

/** Gives the models of all nodes, sorted by name; reports two links of a node that would be one interface. */
export type ModelReader = (allocated: Allocated, problems: Problem[]) => NodeModel[];

/** A node with what it was given. */
interface Known {
  readonly entry: NodeEntry;
  readonly given: NodeAllocation | undefined;
}

interface Kept {
  readonly own: Known;
  readonly asn: number;
  readonly links: readonly Link[];
  /** The other ends of the links. */
  readonly peers: readonly Known[];
  readonly model: NodeModel;
}

const noLinks: Link[] = [];

/** A reader that keeps the models: the identical one comes back where nothing at either end of its links changed. */
export function createModelReader(): ModelReader {
  let kept = new Map<string, Kept>();
  let [linksBefore, byNode] = [[] as readonly Link[], new Map<string, Link[]>()];
  return (allocated, problems) => {
    if (allocated.links !== linksBefore)
      [linksBefore, byNode] = [allocated.links, linksByNode(allocated.links)];
    const entries = new Map(allocated.entries.map((entry) => [entry.name, entry]));
    const known = new Map<string, Known>();
    for (const [name, entry] of entries) {
      const given = allocated.nodes.get(name);
      const before = kept.get(name)?.own;
      known.set(name, before?.entry === entry && before.given === given ? before : { entry, given });
    }
    const now = new Map<string, Kept>();
    for (const [name, own] of known) {
      const links = byNode.get(name) ?? noLinks;
      const asn = allocated.network.asn[own.entry.site] ?? 0;
      const before = kept.get(name);
      const isKept = before?.own === own && before.asn === asn && before.links === links;
      if (isKept && before.peers.every((peer) => peer === known.get(peer.entry.name))) {
        now.set(name, before);
        continue;
      }
      const peers = links.flatMap((link) => known.get(peerOf(link, name)) ?? []);
      const ends = links.flatMap((link) => linkEnd(link, own, known.get(peerOf(link, name))));
      checkInterfaces(own.entry, ends, problems);
      now.set(name, { own, asn, links, peers, model: modelOf(own, asn, ends) });
    }
    kept = problems.length === 0 ? now : new Map();
    return [...now.values()].map(({ model }) => model);
  };
}

function modelOf({ entry, given }: Known, asn: number, links: readonly LinkEnd[]): NodeModel {
  return {
    name: entry.name,
    site: entry.site,
    id: given?.id ?? 0,
    asn,
    loopbackV4: given?.loopback_v4 ?? '',
    loopbackV6: given?.loopback_v6 ?? '',
    managementAddress: given?.management_address ?? '',
    groups: [...entry.values.groups].sort(),
    peers: links.map((link) => link.peer),
    lan: entry.values.lan,
    enrolled: given?.public_keys !== undefined,
    values: entry.values,
    links,
  };
}

function linkEnd(link: Link, own: Known, peer: Known | undefined): LinkEnd[] {
  if (peer === undefined) return [];
  const [a, b] = [own.entry, peer.entry];
  const hasPsk = a.values.wireguard.psk && b.values.wireguard.psk;
  return [
    {
      peer: b.name,
      interface: linkInterface(b.name),
      listenPort: own.given?.ports[b.name] ?? 0,
      peerPort: peer.given?.ports[a.name] ?? 0,
      kind: link.kind,
      spoke: link.spoke === a.name,
      mtu: Math.min(a.values.wireguard.mtu, b.values.wireguard.mtu),
      ...(hasPsk ? { psk: pskName(a.name, b.name) } : {}),
    },
  ];
}

function checkInterfaces(entry: NodeEntry, links: readonly LinkEnd[], problems: Problem[]): void {
  const peers = new Map<string, string>();
  for (const link of links) {
    const other = peers.get(link.interface);
    if (other !== undefined) {
      problems.push({
        file: levelFile(entry.site, entry.name),
        text: `the links to ${other} and ${link.peer} would both be interface ${link.interface}; rename one of these nodes`,
      });
    }
    peers.set(link.interface, link.peer);
  }
}

/** The links of each node, sorted by the name of the peer. */
function linksByNode(links: readonly Link[]): Map<string, Link[]> {
  const byNode = new Map<string, Link[]>();
  for (const link of links) {
    for (const name of [link.a, link.b]) {
      const own = byNode.get(name);
      if (own === undefined) byNode.set(name, [link]);
      else own.push(link);
    }
  }
  for (const [name, own] of byNode) own.sort((x, y) => (peerOf(x, name) < peerOf(y, name) ? -1 : 1));
  return byNode;
}

function peerOf(link: Link, name: string): string {
  return link.a === name ? link.b : link.a;
}
