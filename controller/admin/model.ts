import { TowlineError } from '../../shared/errors.ts';
import type { Node } from '../../shared/gen/towline/v1/Node.ts';
import type { Site } from '../../shared/gen/towline/v1/Site.ts';
import { managementAddress } from '../allocate/addresses.ts';
import type { SourceTree } from '../inventory/source.ts';
import { didYouMean } from '../inventory/suggest.ts';
import type { NetworkModel, NodeModel, SiteModel } from '../model/network.ts';
import { enrolledKeys, inventoryNodes } from '../release/enrolled-keys.ts';
import type { AdminContext } from './context.ts';

/** What a model is made with: the compiler knows most of it already. */
export type ModelContext = Pick<AdminContext, 'releases'>;

/** What is shown of an inventory. */
export interface Overview {
  /** Sorted by name. */
  readonly sites: readonly Site[];
  /** Sorted by name. */
  readonly nodes: readonly Node[];
  /** First line of what is wrong with the inventory; empty if it is in order. */
  readonly problem: string;
}

/** The model of an inventory, or while it is not in order the first line of what is wrong. */
export type Attempt =
  | { readonly network: NetworkModel; readonly problem: '' }
  | { readonly network: undefined; readonly problem: string };

/**
 * Sites and nodes as the inventory stands; numbers not given away yet are those that would be. While its files
 * contradict each other, only the names and what the database has: to show them helps to mend it, and plan says
 * all that is wrong.
 */
export function overviewOf(context: ModelContext, tree: SourceTree): Overview {
  const { network, problem } = attemptModel(context, tree);
  if (network !== undefined)
    return { sites: network.sites.map(toSite), nodes: network.nodes.map(toNode), problem };
  const nodes = [...inventoryNodes(tree)].map(([name, site]) => bareNode(context, name, site));
  const names = [...tree.keys()].flatMap((path) => /^sites\/([^/]+)\//.exec(path)?.[1] ?? []);
  const sites = [...new Set(names)].map((name) => bareSite(name, nodes));
  return { sites: sites.sort(byName), nodes: nodes.sort(byName), problem };
}

/** The model of an inventory, unless its files contradict each other. */
export function attemptModel(context: ModelContext, tree: SourceTree): Attempt {
  try {
    return { network: modelOf(context, tree), problem: '' };
  } catch (error) {
    if (!(error instanceof TowlineError) || error.code !== 'conflict') throw error;
    return { network: undefined, problem: error.message.split('\n')[0] || 'it does not compile' };
  }
}

/** The model of an inventory; undefined if it is not in order, whatever is wrong with it. */
export function soundModel(context: ModelContext, tree: SourceTree): NetworkModel | undefined {
  try {
    return modelOf(context, tree);
  } catch (error) {
    if (error instanceof TowlineError) return undefined;
    throw error;
  }
}

/** The model of an inventory. Throws InventoryError. */
export function modelOf({ releases }: ModelContext, tree: SourceTree): NetworkModel {
  const { store, compiler } = releases;
  const keys = enrolledKeys(store.nodes.allWithRetired(), compiler.allocations(tree), tree);
  return compiler.model(tree, keys).network;
}

export function toSite(site: SiteModel): Site {
  return { name: site.name, nodes: [...site.nodes], asn: site.asn, lan: [...site.lan] };
}

export function toNode(node: NodeModel): Node {
  return {
    name: node.name,
    siteName: node.site,
    nodeId: node.id,
    enrolled: node.enrolled,
    groups: [...node.groups],
    loopbackV4: node.loopbackV4,
    loopbackV6: node.loopbackV6,
    managementAddress: node.managementAddress,
    peers: [...node.peers],
  };
}

/** A node of which only the name is known, and from the database whether and as what number it is enrolled. */
export function bareNode({ releases }: ModelContext, name: string, siteName: string): Node {
  const { nodes, network } = releases.store;
  const known = nodes.findByName(name);
  const enrolled = known !== undefined;
  // Who mends an inventory may have to look at a router for that.
  const address = enrolled ? managementAddress(network.get().ula, known.nodeId) : '';
  const addresses = { loopbackV4: '', loopbackV6: '', managementAddress: address };
  return { name, siteName, nodeId: known?.nodeId ?? 0, enrolled, groups: [], peers: [], ...addresses };
}

function bareSite(name: string, nodes: readonly Node[]): Site {
  const own = nodes.filter((node) => node.siteName === name).map((node) => node.name);
  return { name, nodes: own.sort(), asn: 0, lan: [] };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** Throws `notFound`. */
export function siteNamed(overview: Overview, name: string): Site {
  const site = overview.sites.find((candidate) => candidate.name === name);
  if (site !== undefined) return site;
  const meant = didYouMean(
    name,
    overview.sites.map((site) => site.name),
  );
  throw new TowlineError(
    'notFound',
    `there is no site ${JSON.stringify(name)}${meant || ':'} see 'towline site list'`,
  );
}

/** Throws `notFound`. */
export function nodeNamed(overview: Overview, name: string): Node {
  const node = overview.nodes.find((candidate) => candidate.name === name);
  if (node !== undefined) return node;
  const meant = didYouMean(
    name,
    overview.nodes.map((node) => node.name),
  );
  throw new TowlineError(
    'notFound',
    `there is no node ${JSON.stringify(name)}${meant || ':'} see 'towline node list'`,
  );
}
