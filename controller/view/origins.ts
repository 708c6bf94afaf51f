import { familyOf } from '../inventory/scalars.ts';
import type { LinkEnd, NetworkModel, NodeModel } from '../model/network.ts';

/** What the inventory says of a site that other sites can hold against its routes. */
export interface SiteOrigin {
  readonly asn: number;
  /** Loopbacks and LANs, default routes among them; sorted. */
  readonly prefixes: readonly string[];
  /** Whether it announces networks that the inventory does not name (`announce_connected`). */
  readonly announcesMore: boolean;
  /** AS numbers of the sites that it has links to; sorted. */
  readonly reaches: readonly number[];
  /** Those of them that it passes on to its hubs: it is no spoke on the link. */
  readonly passesOn: readonly number[];
}

/** All sites, by name. */
export interface Origins {
  readonly sites: ReadonlyMap<string, SiteOrigin>;
  /** What the text of a site's neighbours depends on. */
  readonly keyOf: (site: string) => string;
  /** What the text of a node depends on that knows all sites. */
  readonly key: () => string;
}

/** A site as the template of the checks wants it. */
interface SiteView {
  readonly asn: number;
  /** Prefixes as they are announced. */
  readonly exact_v4: readonly string[];
  readonly exact_v6: readonly string[];
  /** Patterns of them with all their parts. */
  readonly parts_v4: readonly string[];
  readonly parts_v6: readonly string[];
  readonly announces_more: boolean;
}

/** A site that the node has a link to. */
interface NeighbourView {
  readonly asn: number;
  /** `own`: it sends nothing but its own; `any`: whatever it likes; `some`: what these sites send it. */
  readonly way: 'own' | 'any' | 'some';
  readonly behind: readonly number[];
  /** Whether the sites that this node has links to itself may stand behind it too: their own way is the shorter. */
  readonly common: boolean;
}

interface OriginView {
  /** Whether the sites are all that there are. */
  readonly all: boolean;
  /** Whether anybody may announce what is none of these sites'. */
  readonly more: boolean;
  readonly sites: readonly SiteView[];
  /** AS numbers of the sites that the node has links to. */
  readonly near: readonly number[];
  readonly neighbours: readonly NeighbourView[];
}

/** Collects what is known of each site. */
export function siteOrigins(
  bySite: ReadonlyMap<string, readonly NodeModel[]>,
  byName: ReadonlyMap<string, NodeModel>,
): Origins {
  const sites = new Map([...bySite].map(([site, nodes]) => [site, originOf(nodes, byName)]));
  let all: string | undefined;
  return {
    sites,
    keyOf: (site) => {
      const origin = sites.get(site);
      if (origin === undefined) return '';
      const { reaches, passesOn, ...rest } = origin;
      // Of its links no more than what `wayOf` makes of them.
      return JSON.stringify([rest, reaches.length > 1, passesOn]);
    },
    key: () => {
      all ??= JSON.stringify([...sites.values()]);
      return all;
    },
  };
}

function originOf(nodes: readonly NodeModel[], byName: ReadonlyMap<string, NodeModel>): SiteOrigin {
  const ends = nodes.flatMap(({ links }) => links.filter(({ kind }) => kind === 'ebgp'));
  const numbers = (some: readonly LinkEnd[]) =>
    sorted(some.flatMap(({ peer }) => byName.get(peer)?.asn ?? []));
  return {
    asn: nodes[0]?.asn ?? 0,
    prefixes: sorted(nodes.flatMap(announcedBy)),
    announcesMore: nodes.some(({ values }) => values.announce_connected.length > 0),
    reaches: numbers(ends),
    passesOn: numbers(ends.filter(({ spoke }) => !spoke)),
  };
}

/**
 * Up to so many sites a network knows all of them by default: a change at one of them then changes the files of all
 * routers, and each has some fifty bytes for every prefix.
 */
const mostSites = 100;

/** Whether a node knows of all sites what they may announce (`bgp.origins`). */
export function knowsAll({ values }: NodeModel, { sites }: Origins): boolean {
  const { origins } = values.bgp;
  return origins === 'all' || (origins === 'auto' && sites.size <= mostSites);
}

/**
 * What a node holds against the routes that it is sent: what the inventory says of the sites that it has links to, or
 * of all sites (`bgp.origins`). The former means that a change at one site changes no other files than its neighbours'.
 */
export function originView(
  node: NodeModel,
  ends: readonly LinkEnd[],
  origins: Origins,
  { byName, hasSiblings }: { byName: ReadonlyMap<string, NodeModel>; hasSiblings: boolean },
): OriginView {
  const all = knowsAll(node, origins);
  const { sites } = origins;
  const own = sites.get(node.site)?.asn ?? 0;
  const endsTo = new Map<string, LinkEnd[]>();
  for (const end of ends) {
    const site = byName.get(end.peer)?.site;
    if (site === undefined || end.kind !== 'ebgp') continue;
    const before = endsTo.get(site);
    if (before === undefined) endsTo.set(site, [end]);
    else before.push(end);
  }
  const near = [...endsTo.keys()].flatMap((site) => sites.get(site)?.asn ?? []).sort((a, b) => a - b);
  const isNear = new Set(near);
  const neighbours = [...endsTo].flatMap(([site, its]): NeighbourView[] => {
    const origin = sites.get(site);
    if (origin === undefined) return [];
    const { asn } = origin;
    if (its.some(({ spoke }) => spoke)) return [{ asn, way: 'any', behind: [], common: false }];
    const isSpoke = its.every(({ peer }) => isSpokeTo(byName.get(peer), node.name));
    // A sibling is reached over other sites while the inner link is down: then the own AS stands behind theirs.
    const others = (isSpoke ? origin.passesOn : origin.reaches).filter(
      (number) => number !== own || (hasSiblings && !isSpoke),
    );
    if (others.length === 0) return [{ asn, way: 'own', behind: [], common: false }];
    if (isSpoke) return [{ asn, way: 'some', behind: others, common: false }];
    if (!all) return [{ asn, way: 'any', behind: [], common: false }];
    const common = others.some((number) => isNear.has(number));
    return [{ asn, way: 'some', behind: others.filter((number) => !isNear.has(number)), common }];
  });
  const known = [...sites].filter(([site]) => (all ? site !== node.site : endsTo.has(site)));
  return {
    all,
    more: !all || known.some(([, { announcesMore }]) => announcesMore),
    sites: known.map(([, origin]) => siteView(origin)).sort(byNumber),
    near,
    neighbours: neighbours.sort(byNumber),
  };
}

function siteView({ asn, prefixes, announcesMore }: SiteOrigin): SiteView {
  const parts = prefixes.filter((prefix) => !isDefault(prefix)).map((prefix) => `${prefix}+`);
  return {
    asn,
    exact_v4: ofFamily(prefixes, 4),
    exact_v6: ofFamily(prefixes, 6),
    parts_v4: ofFamily(parts, 4),
    parts_v6: ofFamily(parts, 6),
    announces_more: announcesMore,
  };
}

/** Loopbacks and LANs of a node. */
export function announcedBy(node: NodeModel): string[] {
  return [`${node.loopbackV4}/32`, `${node.loopbackV6}/128`, ...node.lan];
}

/** Whether a prefix is a default route. */
export function isDefault(prefix: string): boolean {
  return prefix.endsWith('/0');
}

/** Whether a node is the spoke on its link to another one. */
export function isSpokeTo(peer: NodeModel | undefined, name: string): boolean {
  return peer?.links.some((end) => end.peer === name && end.spoke) ?? false;
}

// RFC 1918, RFC 6598 and RFC 4193.
const privateSpace = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
const isPrivate =
  /^(10|172\.(1[6-9]|2\d|3[01])|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^f[cd][\da-f]{2}:/;

/**
 * What a network without `prefixes` carries, as BIRD's patterns: private addresses, loopbacks, and the public prefixes
 * that sites have as LANs. Anything else would be a part of the Internet that a site draws to itself.
 */
export function permittedByDefault({ nodes, loopbackPools }: NetworkModel): string[] {
  const lans = nodes.flatMap(({ lan }) => lan).filter((lan) => !isDefault(lan) && !isPrivate.test(lan));
  return [...privateSpace, ...loopbackPools, ...sorted(lans)].map((prefix) => `${prefix}+`);
}

function ofFamily(prefixes: readonly string[], family: 4 | 6): string[] {
  return prefixes.filter((prefix) => familyOf(prefix) === family);
}

function byNumber(a: { readonly asn: number }, b: { readonly asn: number }): number {
  return a.asn - b.asn;
}

function sorted<Value extends string | number>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
