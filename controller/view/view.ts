import type { SecretReference } from '../../shared/gen/towline/v1/SecretReference.ts';
import { fwmark, routingTable } from '../../shared/wireguard-names.ts';
import { type NodeKeys, publicKeys } from '../allocate/allocate.ts';
import { bfdProfiles } from '../inventory/defaults.ts';
import { familyOf } from '../inventory/scalars.ts';
import { groupBySite } from '../model/build.ts';
import type { LinkEnd, NetworkModel, NodeModel, TrackerValues } from '../model/network.ts';
import { gatesOf } from './gates.ts';
import { type LinkTurns, noTurns } from './link-turns.ts';
import {
  announcedBy,
  isDefault,
  type Origins,
  originView,
  permittedByDefault,
  siteOrigins,
} from './origins.ts';

/** What the templates of one node see. Names are snake_case, as in the inventory. */
export interface NodeView {
  /** The node's values, `node`, `network`, `bird`, and `links`: some templates are rendered once for each link. */
  readonly context: Readonly<Record<string, unknown>> & { readonly links: readonly LinkView[] };
  readonly secrets: readonly SecretReference[];
}

export interface LinkView {
  readonly peer: string;
  readonly interface: string;
  readonly session: string;
  readonly listen_port: number;
  readonly fwmark: string;
  readonly addresses: readonly string[];
  readonly mtu: number;
  /** Reference to the private key: the node alone has the value. */
  readonly private_key: string;
  readonly public_key: string;
  readonly psk: string;
  readonly endpoint: string;
  readonly keepalive: number;
  /** Milliseconds between two packets of BFD. */
  readonly bfd_interval_ms: number;
  /** Limits of the tracker; absent where they are the node's. */
  readonly tracker?: TrackerValues;
}

/** What a view needs to know of the other nodes. */
export interface Surroundings {
  readonly network: NetworkModel;
  readonly byName: ReadonlyMap<string, NodeModel>;
  readonly bySite: ReadonlyMap<string, readonly NodeModel[]>;
  /** Link key (base64) of each enrolled node. */
  readonly linkKeys: ReadonlyMap<string, string>;
  readonly pskVersion: (name: string) => number;
  readonly turns: LinkTurns;
  readonly origins: Origins;
  /** What a network carries that does not say so, as BIRD's patterns. */
  readonly permitted: readonly string[];
}

// BGP's own is 100 (BIRD user guide, 6.3): it is compared before anything of BGP is.
const drainedPreference = 50;

/** Looks up once what all views need. */
export function surroundingsOf(
  network: NetworkModel,
  keys: ReadonlyMap<string, NodeKeys>,
  pskVersion: (name: string) => number,
  turns: LinkTurns = noTurns,
): Surroundings {
  const byName = new Map(network.nodes.map((node) => [node.name, node]));
  const bySite = groupBySite(network.nodes);
  return {
    network,
    byName,
    bySite,
    origins: siteOrigins(bySite, byName),
    permitted: permittedByDefault(network),
    linkKeys: new Map([...keys].map(([name, own]) => [name, publicKeys(own).link])),
    pskVersion,
    turns,
  };
}

/** Computes everything that the shipped templates print for a node. Links to nodes that are not enrolled are left out. */
export function nodeView(node: NodeModel, around: Surroundings): NodeView {
  const ends = node.links.filter((end) => around.linkKeys.has(end.peer));
  const links = ends.map((end) => linkView(node, end, around));
  const secrets = ends.flatMap((end) =>
    end.psk === undefined ? [] : [{ name: end.psk, version: around.pskVersion(end.psk) }],
  );
  const { values } = node;
  const context = {
    ...values,
    node: {
      name: node.name,
      site: node.site,
      id: node.id,
      asn: node.asn,
      loopback_v4: node.loopbackV4,
      loopback_v6: node.loopbackV6,
      management_address: node.managementAddress,
    },
    network: { name: around.network.name },
    links,
    gates: gatesOf(
      values.confirm.require,
      ends.map(({ peer }) => peer),
    ),
    bird: birdView(node, ends, around),
  };
  return { context, secrets: secrets.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function linkView(node: NodeModel, end: LinkEnd, around: Surroundings): LinkView {
  const peer = around.byName.get(end.peer);
  const ownTracker = ownValue(node.values.link, end.peer)?.tracker;
  const [own, other] = [around.turns(node.name, end.peer), around.turns(end.peer, node.name)];
  return {
    peer: end.peer,
    interface: end.interface,
    session: sessionName(end.peer),
    listen_port: end.listenPort,
    fwmark: `0x${fwmark.toString(16)}`,
    // The IPv4 loopback as well: on an interface without any IPv4 address Linux takes even rp_filter 2 for a
    // strict check (net/ipv4/fib_frontend.c, no_addr) and drops what arrives while routes change sides.
    addresses: [`${linkLocal(node.id)}/64`, `${node.loopbackV4}/32`],
    mtu: end.mtu,
    private_key: own.version === 1 ? '@private' : `@private:${own.version}`,
    public_key: other.publicKey ?? around.linkKeys.get(end.peer) ?? '',
    psk: end.psk === undefined ? '' : `@${end.psk}:${around.pskVersion(end.psk)}`,
    endpoint: endpointText(peer, end.peerPort),
    keepalive: node.values.wireguard.keepalive,
    // The slower end sets the pace (RFC 5880, section 6.8.2).
    bfd_interval_ms: Math.max(bfdIntervalOf(node), peer === undefined ? 0 : bfdIntervalOf(peer)),
    ...(ownTracker === undefined ? {} : { tracker: { ...node.values.tracker, ...ownTracker } }),
  };
}

/** A node may have the name of what every object has. */
function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Milliseconds between two packets of BFD that a node wishes for. */
export function bfdIntervalOf({ values: { bfd } }: Pick<NodeModel, 'values'>): number {
  return bfd.interval_ms ?? bfdProfiles[bfd.profile].intervalMs;
}

function endpointText(peer: NodeModel | undefined, port: number): string {
  const endpoint = peer?.values.endpoint ?? 'none';
  if (peer === undefined || endpoint === 'none') return '';
  if (endpoint === 'auto') return `@auto:${peer.name}:${port}`;
  return endpoint.includes(':') ? `[${endpoint}]:${port}` : `${endpoint}:${port}`;
}

function birdView(node: NodeModel, ends: readonly LinkEnd[], around: Surroundings): Record<string, unknown> {
  const { network, byName } = around;
  const own = prefixesOf([node]);
  const siblings = prefixesOf((around.bySite.get(node.site) ?? []).filter((other) => other !== node));
  const only = (prefixes: readonly string[], family: 4 | 6) =>
    prefixes.filter((prefix) => familyOf(prefix) === family);
  const { prefixes } = node.values;
  const permitted =
    prefixes.length === 0
      ? around.permitted
      : [...prefixes, ...network.loopbackPools].map((prefix) => `${prefix}+`);
  const ofSite = [...own, ...siblings].map((prefix) => (isDefault(prefix) ? prefix : `${prefix}+`));
  const profile = bfdProfiles[node.values.bfd.profile];
  const limit = node.values.bgp.import_limit;
  const sessions = ends.map((end) => {
    const peer = byName.get(end.peer);
    return {
      peer: end.peer,
      session: sessionName(end.peer),
      interface: end.interface,
      local: linkLocal(node.id),
      neighbor: linkLocal(peer?.id ?? 0),
      asn: peer?.asn ?? 0,
      spoke: end.spoke,
      drained: around.turns(node.name, end.peer).isDrained || around.turns(end.peer, node.name).isDrained,
      kind: end.kind,
    };
  });
  return {
    asn: node.asn,
    table: routingTable,
    drained_preference: drainedPreference,
    management_prefix: network.managementPrefix,
    own_v4: only(own, 4),
    own_v6: only(own, 6),
    sibling_v4: only(siblings, 4),
    sibling_v6: only(siblings, 6),
    site_v4: only(ofSite, 4),
    site_v6: only(ofSite, 6),
    prefixes_v4: only(prefixes, 4),
    prefixes_v6: only(prefixes, 6),
    permitted_v4: only(permitted, 4),
    permitted_v6: only(permitted, 6),
    announce_connected: node.values.announce_connected,
    import_limit: limit === undefined ? network.importLimit : { v4: limit, v6: limit },
    bfd: {
      interval_ms: bfdIntervalOf(node),
      multiplier: node.values.bfd.multiplier ?? profile.multiplier,
    },
    origins: originView(node, ends, around.origins, {
      byName,
      hasSiblings: (around.bySite.get(node.site)?.length ?? 0) > 1,
    }),
    ebgp: sessions.filter((session) => session.kind === 'ebgp'),
    ibgp: sessions.filter((session) => session.kind === 'ibgp'),
  };
}

/** Loopbacks and LANs, each once, sorted. */
function prefixesOf(nodes: readonly NodeModel[]): string[] {
  return [...new Set(nodes.flatMap(announcedBy))].sort();
}

/** Name of the BGP protocol of a link in BIRD, whose names have no "-"; `tl_` is the templates' own. */
function sessionName(peer: string): string {
  return `link_${peer.replaceAll('-', '_')}`;
}

/** The address of a node on all its links. */
function linkLocal(id: number): string {
  const [high, low] = [Math.floor(id / 65_536), id % 65_536];
  return high === 0 ? `fe80::${low.toString(16)}` : `fe80::${high.toString(16)}:${low.toString(16)}`;
}
