import { enumWord } from '../../shared/document.ts';
import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import type { PlannedLink } from '../../shared/gen/towline/v1/PlannedLink.ts';
import { type FleetLink, fleetLinks } from '../cli/fleet-links.ts';
import { linkKey } from '../model/links.ts';
import { type Carrier, singlePointsOf } from './single-points.ts';

/** `planned`: the inventory has it, and no router reports it. */
export type LinkHealth = FleetLink['state'] | 'planned';

/** What a node or link is whose loss splits the network. */
export interface SinglePoint {
  /** `now`: only because other links are down; with all that is planned it would be none. */
  readonly kind: 'by design' | 'now';
  /** Number of nodes that would have no path to the largest part of what is left. */
  readonly lost: number;
}

export interface TopologyNode {
  readonly name: string;
  readonly site: string;
  /** As `towline status` has it; `unknown` for one that only its neighbours name. */
  readonly condition: string;
  readonly singlePoint: SinglePoint | undefined;
  /** Whether it was asked for, and is not only at the other end of a link. */
  readonly isChosen: boolean;
}

export interface TopologyLink {
  /** The ends, in alphabetical order. */
  readonly a: string;
  readonly b: string;
  readonly state: LinkHealth;
  /** The states of BGP and BFD, as BIRD names them; empty if not known. */
  readonly bgp: string;
  readonly bfd: string;
  /** Seconds since it became so; undefined if that is not known. */
  readonly sinceS: number | undefined;
  /** Whether the inventory has it; undefined while that is not in order. */
  readonly isPlanned: boolean | undefined;
  readonly singlePoint: SinglePoint | undefined;
}

/** The network as it is now, for a picture. */
export interface Topology {
  readonly network: string;
  /** Newest release that was activated; 0 if none was. */
  readonly release: number;
  /** When this was, as `2026-11-22T19:22:51Z`. */
  readonly at: string;
  /** Words for the part of the network that this is; empty for all of it. */
  readonly choice: string;
  /** Sorted by site, then by name. */
  readonly nodes: readonly TopologyNode[];
  /** Sorted by their ends. */
  readonly links: readonly TopologyLink[];
  /** Enrolled nodes between which links carry traffic now, the largest part first; of the whole network. */
  readonly parts: readonly (readonly string[])[];
  /** Number of parts that the same would have with all links that are planned. */
  readonly partsByDesign: number;
  /** Whether `by design` is what the inventory says; else, while it is not in order, what the routers report. */
  readonly isPlanKnown: boolean;
}

export interface TopologyOptions {
  /** When the status was taken, as `2026-11-22T19:22:51Z`. */
  readonly at: string;
  /** Words for what was chosen, for example `site berlin`. */
  readonly choice?: string;
  /** Nodes to show, with the links that have either end among them; all unless given. */
  readonly isChosen?: (node: NodeStatus) => boolean;
}

/**
 * The network of a status: each link as its ends report it, and the links that are planned only. What is a single
 * point is found in the whole network, whatever is chosen. Pure.
 */
export function topologyOf(
  status: GetStatusResponse,
  { at, choice = '', isChosen = () => true }: TopologyOptions,
): Topology {
  const planned = status.plan?.links;
  const links = linksWith(status.nodes, planned);
  const places = placesOf(status.nodes, links);
  const carriers = (holds: (link: Link) => boolean): Carrier[] => links.filter(holds);
  const now = singlePointsOf(places, carriers(carries));
  const design = singlePointsOf(
    places,
    carriers(({ isPlanned, state }) => isPlanned ?? state !== 'planned'),
  );
  const pointOf = (where: 'nodes' | 'links', key: string): SinglePoint | undefined => {
    const [byDesign, atPresent] = [design[where].get(key), now[where].get(key)];
    if (byDesign !== undefined) return { kind: 'by design', lost: byDesign };
    return atPresent === undefined ? undefined : { kind: 'now', lost: atPresent };
  };
  const byName = new Map(status.nodes.map((node) => [node.nodeName, node]));
  const chosen = new Set(status.nodes.filter(isChosen).map(({ nodeName }) => nodeName));
  const shownLinks = links.filter(({ a, b }) => chosen.has(a) || chosen.has(b));
  const shown = new Set([...chosen, ...shownLinks.flatMap(({ a, b }) => [a, b])]);
  const hasRouter = (part: readonly string[]) =>
    part.some((name) => conditionOf(byName.get(name)) !== 'not_enrolled');
  return {
    network: status.networkName,
    release: status.activeRelease,
    ...{ at, choice },
    nodes: places
      .filter(({ name }) => shown.has(name))
      .map(({ name, site }) => ({
        ...{ name, site, condition: conditionOf(byName.get(name)), isChosen: chosen.has(name) },
        singlePoint: pointOf('nodes', name),
      })),
    links: shownLinks.map(({ spoke: _spoke, ...link }) => ({
      ...link,
      singlePoint: pointOf('links', linkKey(link.a, link.b)),
    })),
    parts: now.parts.filter(hasRouter),
    partsByDesign: design.parts.filter(hasRouter).length,
    isPlanKnown: planned !== undefined,
  };
}

type Link = Omit<TopologyLink, 'singlePoint'> & { readonly spoke: string };

/** Without BFD a link still carries what BGP sends over it. */
function carries({ state }: Link): boolean {
  return state === 'up' || state === 'no BFD';
}

function linksWith(nodes: readonly NodeStatus[], planned: readonly PlannedLink[] | undefined): Link[] {
  const plan = new Map((planned ?? []).map((link) => [linkKey(link.a, link.b), link]));
  const reported = fleetLinks(nodes).filter(({ a, b }) => a !== b);
  const seen = new Set(reported.map(({ a, b }) => linkKey(a, b)));
  const quiet = { state: 'planned', bgp: '', bfd: '', sinceS: undefined, isPlanned: true } as const;
  return [
    ...reported.map(({ a, b, state, bgp, bfd, sinceS }) => ({
      ...{ a, b, state, bgp, bfd, sinceS },
      isPlanned: planned === undefined ? undefined : plan.has(linkKey(a, b)),
      spoke: plan.get(linkKey(a, b))?.spoke ?? '',
    })),
    ...[...plan].filter(([key]) => !seen.has(key)).map(([, { a, b, spoke }]) => ({ a, b, spoke, ...quiet })),
  ].sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b));
}

/** The nodes and their sites; one that only its neighbours name is a site of its own. */
function placesOf(nodes: readonly NodeStatus[], links: readonly Link[]) {
  const sites = new Map(nodes.map(({ nodeName, siteName }) => [nodeName, siteName]));
  for (const { a, b } of links) for (const name of [a, b]) if (!sites.has(name)) sites.set(name, name);
  return [...sites]
    .map(([name, site]) => ({ name, site }))
    .sort((x, y) => compare(x.site, y.site) || compare(x.name, y.name));
}

function conditionOf(node: NodeStatus | undefined): string {
  return node === undefined ? 'unknown' : enumWord(node.condition);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
