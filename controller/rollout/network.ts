import { setImmediate as nextTurn } from 'node:timers/promises';
import { TowlineError } from '../../shared/errors.ts';
import { modelOf } from '../admin/model.ts';
import { type ConditionSources, conditionOf } from '../agents/condition.ts';
import { linkGraph, spokeSites } from '../check/graph.ts';
import { planSwitches, runningRelease } from '../pairs/plan.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Unit } from './look.ts';
import type { NetworkNode } from './topology.ts';

/** What waves are planned with. */
export interface PlanSources {
  readonly context: ReleaseContext;
  readonly watches: ConditionSources['watches'];
}

/** The network as it is now, with a number for each node: its place in `nodes`. */
export interface RolloutNetwork {
  readonly nodes: readonly NetworkNode[];
  readonly indexOf: ReadonlyMap<number, number>;
  readonly nodeIds: readonly number[];
}

/** Nodes that are to change, by which of them change together. */
export interface Turns {
  /** Units of which each node is in contact and waits for nobody; by name of the first one. */
  readonly ready: readonly Unit[];
  /** Why others have to wait, by number of the node. */
  readonly blocked: ReadonlyMap<number, string>;
}

/** Nodes looked at in one go; then others have their turn. */
const atOnce = 64;

/**
 * The network as far as traffic can use it now, and what the links of nodes that change will be.
 *
 * @param wanted release of the bundle that each node that changes is to get, by its number
 */
export async function rolloutNetwork(
  { context, watches }: PlanSources,
  wanted: ReadonlyMap<number, number>,
  release: number,
): Promise<RolloutNetwork> {
  const { store, clock } = context;
  const enrolled = store.nodes.all();
  const spokes = await spokesOf(context, [release, store.releases.newestActive()]);
  const byName = new Map(enrolled.map(({ name }, index) => [name, index]));
  const indexesOf = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
  const nodes: NetworkNode[] = [];
  for (const [index, { nodeId, name, site }] of enrolled.entries()) {
    if (index % atOnce === atOnce - 1) await nextTurn();
    const running = runningRelease(store, nodeId);
    const next = wanted.get(nodeId);
    const now = running === 0 ? [] : indexesOf(store.bundles.peersAt(nodeId, running));
    nodes.push({
      name,
      site,
      runs: running > 0,
      isInContact: conditionOf({ store, watches, clock }, nodeId) !== 'away',
      isSpoke: spokes.has(name),
      now,
      next: next === undefined ? now : indexesOf(store.bundles.peersAt(nodeId, next)),
    });
  }
  const nodeIds = enrolled.map(({ nodeId }) => nodeId);
  return { nodes, nodeIds, indexOf: new Map(nodeIds.map((nodeId, index) => [nodeId, index])) };
}

/** Which nodes change together, and who has to wait. */
export async function turnsOf(
  { context: { store } }: PlanSources,
  { nodes, indexOf }: RolloutNetwork,
  wanted: ReadonlyMap<number, number>,
): Promise<Turns> {
  const groups = await planSwitches(store, wanted);
  const blocked = new Map<number, string>();
  const units: number[][] = [];
  const grouped = new Set<number>();
  const add = (members: readonly number[], lacking: readonly number[]) => {
    const own = members.filter((nodeId) => wanted.has(nodeId) && indexOf.has(nodeId));
    const away = own.filter((nodeId) => nodes[indexOf.get(nodeId) as number]?.isInContact !== true);
    const named = (ids: readonly number[]) =>
      ids.map((nodeId) => store.nodes.find(nodeId)?.name ?? `node ${nodeId}`).join(', ');
    for (const nodeId of own) {
      const others = away.filter((other) => other !== nodeId);
      const reason = away.includes(nodeId)
        ? 'out of contact'
        : away.length > 0
          ? `changes together with ${named(others)}, out of contact`
          : `changes together with ${named(lacking)}, of which this release is not wanted`;
      if (away.length + lacking.length > 0) blocked.set(nodeId, reason);
    }
    if (own.length > 0 && away.length + lacking.length === 0)
      units.push(own.map((nodeId) => indexOf.get(nodeId) as number).sort((a, b) => a - b));
  };
  for (const { releases, lacking } of groups) {
    for (const nodeId of releases.keys()) grouped.add(nodeId);
    add([...releases.keys()], lacking);
  }
  for (const nodeId of wanted.keys()) if (!grouped.has(nodeId)) add([nodeId], []);
  return { ready: units.sort((a, b) => (a[0] as number) - (b[0] as number)), blocked };
}

/**
 * Names of nodes whose site has nothing but links to several hubs, in the model of any of these releases: whoever was
 * one or will be one carries no transit for sure only then.
 */
async function spokesOf(context: ReleaseContext, releases: readonly number[]): Promise<Set<string>> {
  const { store, inventory } = context;
  const commits = new Set(releases.flatMap((number) => store.releases.find(number)?.inventoryCommit || []));
  const names = new Set<string>();
  for (const commit of commits) {
    try {
      const network = modelOf({ releases: context }, await inventory.readAt(commit));
      for (const { inner } of spokeSites(linkGraph(network)))
        for (const index of inner) names.add(network.nodes[index]?.name ?? '');
    } catch (error) {
      // A commit that contradicts what is enrolled by now: its links are taken as they are.
      if (!(error instanceof TowlineError)) throw error;
    }
    await nextTurn();
  }
  return names;
}
