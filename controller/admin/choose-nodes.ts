import { TowlineError } from '../../shared/errors.ts';
import type { SourceTree } from '../inventory/source.ts';
import { nearest } from '../inventory/suggest.ts';
import { type ModelContext, modelOf, overviewOf } from './model.ts';

/** Nodes, sites and groups by name, as an admin gives them. */
export interface Choice {
  readonly nodes: readonly string[];
  readonly sites: readonly string[];
  readonly groups: readonly string[];
}

/** A node as far as one can choose it by site or group. */
export interface Choosable {
  readonly name: string;
  readonly siteName: string;
  readonly groups: readonly string[];
}

export interface Choosables {
  readonly nodes: readonly Choosable[];
  /** Names of all sites, those without a node included. */
  readonly sites: readonly string[];
}

/**
 * What there is to choose from: the inventory, and what it does not have any more and is still enrolled, since
 * a node's removal is activated like any other change. Throws InventoryError if groups are asked for and the
 * inventory is not in order.
 */
export function choiceIn(context: ModelContext, tree: SourceTree, needsGroups: boolean): Choosables {
  if (needsGroups) modelOf(context, tree);
  const { nodes, sites } = overviewOf(context, tree);
  const names = new Set(nodes.map(({ name }) => name));
  const leaving = context.releases.store.nodes
    .all()
    .filter(({ name }) => !names.has(name))
    .map(({ name, site }) => ({ name, siteName: site, groups: [] }));
  return {
    nodes: [...nodes, ...leaving],
    sites: [...sites.map(({ name }) => name), ...leaving.map(({ siteName }) => siteName)],
  };
}

/**
 * The nodes that are meant by any of the three lists, sorted, each once. Of a site or group only those count
 * that a release has a bundle for; a node that was named itself always does. Throws `notFound` for a name that
 * is none, and `conflict` where nobody is left: an empty list would mean everybody.
 *
 * @param bundled names of the nodes that the release has a bundle for
 */
export function chooseNodes(known: Choosables, choice: Choice, bundled: ReadonlySet<string>): string[] {
  const groups = known.nodes.flatMap((node) => node.groups);
  requireKnown('site', choice.sites, known.sites, 'towline site list');
  requireKnown('group', choice.groups, groups, 'towline node show NODE');
  requireKnown(
    'node',
    choice.nodes,
    [...known.nodes.map(({ name }) => name), ...bundled],
    'towline node list',
  );
  const byPlace = known.nodes.filter(
    (node) =>
      choice.sites.includes(node.siteName) || node.groups.some((name) => choice.groups.includes(name)),
  );
  const chosen = new Set([
    ...choice.nodes,
    ...byPlace.map(({ name }) => name).filter((name) => bundled.has(name)),
  ]);
  if (chosen.size > 0) return [...chosen].sort();
  const words = [
    ...choice.sites.map((name) => `site ${name}`),
    ...choice.groups.map((name) => `group ${name}`),
  ];
  throw new TowlineError(
    'conflict',
    `the release has no bundle for any node of ${words.join(', ')}: see 'towline status' for who is enrolled`,
  );
}

function requireKnown(
  kind: string,
  names: readonly string[],
  known: readonly string[],
  command: string,
): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, [...new Set(known)].sort());
  const way =
    near === undefined ? `see '${command}'` : `did you mean ${JSON.stringify(near)}? See '${command}'`;
  throw new TowlineError('notFound', `there is no ${kind} ${JSON.stringify(unknown)}: ${way}`);
}
