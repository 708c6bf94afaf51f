import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Store } from '../store/store.ts';
import type { SwitchRow } from '../store/switches.ts';
import type { SwitchGroup } from './groups.ts';
import { planSwitches, runningRelease } from './plan.ts';
import { type Blockers, blockersOf, whyPutOff } from './why.ts';

/** Which of the nodes that were looked at cannot switch alone. */
export interface SwitchPlan {
  /** Numbers of the nodes that were looked at. */
  readonly looked: readonly number[];
  readonly groups: readonly SwitchGroup[];
}

/** Lets the ends of links that change together switch together. All of it is for nodes by their numbers. */
export interface Pairs {
  /** Looks at nodes with the releases that they are about to get, and at all that are held already. Changes nothing. */
  plan(wanted: ReadonlyMap<number, number>): Promise<SwitchPlan>;
  /**
   * Lets those switch that need not wait; the others are held. Part of the transaction that makes the releases desired.
   * Gives the nodes that were held before and are not any more.
   */
  decide(plan: SwitchPlan): number[];
  /** Waits for the groups of a plan from now on; to be called after that transaction. */
  follow(plan: SwitchPlan): void;
  /** Plans anew for all that are held: after a start, or when nodes came or went. */
  renew(): Promise<void>;
  /** A node's state has come. */
  reported(nodeId: number, report: ReportRequest): void;
  /** A node has proved a bundle. */
  confirmed(nodeId: number): void;
  /** A node's watch has opened, or the last one of it was closed. */
  watched(nodeId: number): void;
  /** Why a node may not switch to what it should run, in words; undefined if it may, or if that passes by itself. */
  whyPutOff(nodeId: number): string | undefined;
}

export interface PairsOptions {
  readonly store: Store;
  readonly log: Log;
  readonly isOpen: (nodeId: number) => boolean;
  /** Tells nodes what they should run. */
  readonly tell: (nodeIds: readonly number[]) => void;
  /** Plans anew in the background, in turn with whatever makes and activates releases. */
  readonly renewSoon: () => void;
  /** A node that switched together with others has gone back from what it was let switch to. */
  readonly onFailed: (row: SwitchRow, reason: string) => void;
}

/** A group that is waited for. */
interface Waiting extends SwitchGroup {
  /** Members that have staged their bundle, or run it already. */
  readonly ready: Set<number>;
  /** Kept until something is heard of a member. */
  blockers: Blockers | undefined;
}

const failures: ReadonlySet<string> = new Set(['APPLY_OUTCOME_ROLLED_BACK', 'APPLY_OUTCOME_REFUSED']);

export function createPairs(options: PairsOptions): Pairs {
  const { store, log, isOpen, tell } = options;
  let waiting = new Map<number, Waiting>();
  let awaited = new Set<number>();
  let switched = new Map<number, SwitchRow>();

  const digestOf = (nodeId: number, release: number) => store.bundles.find(nodeId, release)?.content?.digest;

  const noteReady = (group: Waiting, nodeId: number, report: ReportRequest | undefined) => {
    const digest = digestOf(nodeId, group.releases.get(nodeId) ?? 0);
    const isReady =
      digest !== undefined &&
      report !== undefined &&
      (digest.equals(report.stagedDigest) || digest.equals(report.runningDigest));
    if (isReady) group.ready.add(nodeId);
    else group.ready.delete(nodeId);
  };

  const letSwitch = (group: Waiting) => {
    group.blockers = undefined;
    // Most often that is all: a group may be a whole network.
    if (group.ready.size < group.releases.size || group.lacking.length > 0) return;
    const members = [...group.releases];
    if (!members.every(([nodeId]) => isOpen(nodeId))) return;
    if (members.some(([nodeId, release]) => store.desired.get(nodeId) !== release)) {
      options.renewSoon();
      return;
    }
    const rows = store.transaction(() => {
      const previous = (nodeId: number) => runningRelease(store, nodeId);
      const made = store.switches.put(
        members.map(([nodeId, release]) => ({ nodeId, release, previous: previous(nodeId) })),
      );
      for (const { nodeId } of made) store.desired.letSwitch(nodeId);
      return made;
    });
    for (const row of rows) switched.set(row.nodeId, row);
    for (const [nodeId] of members) waiting.delete(nodeId);
    const names = rows.map(({ nodeId }) => store.nodes.find(nodeId)?.name ?? nodeId);
    log.info({ nodes: names, group: rows[0]?.groupNumber }, 'all ends are ready, they switch together');
    tell(rows.map(({ nodeId }) => nodeId));
  };

  const pairs: Pairs = {
    async plan(wanted) {
      const all = new Map(store.desired.held().map((nodeId) => [nodeId, store.desired.get(nodeId)]));
      for (const [nodeId, release] of wanted) all.set(nodeId, release);
      return { looked: [...all.keys()], groups: await planSwitches(store, all) };
    },

    decide({ looked, groups }) {
      const held = new Set(groups.flatMap(({ releases }) => [...releases.keys()]));
      const before = new Set(store.desired.held());
      const free = looked.filter((nodeId) => !held.has(nodeId));
      for (const nodeId of free) store.desired.letSwitch(nodeId);
      return free.filter((nodeId) => before.has(nodeId));
    },

    follow({ groups }) {
      waiting = new Map();
      awaited = new Set(groups.flatMap(({ lacking }) => lacking));
      switched = new Map(store.switches.all().map((row) => [row.nodeId, row]));
      for (const group of groups) {
        const waited: Waiting = { ...group, ready: new Set(), blockers: undefined };
        for (const nodeId of group.releases.keys()) {
          waiting.set(nodeId, waited);
          noteReady(waited, nodeId, store.reports.get(nodeId)?.report);
        }
        letSwitch(waited);
      }
    },

    async renew() {
      const plan = await pairs.plan(new Map());
      const freed = store.transaction(() => pairs.decide(plan));
      pairs.follow(plan);
      tell(freed);
    },

    reported(nodeId, report) {
      const group = waiting.get(nodeId);
      if (group !== undefined) {
        noteReady(group, nodeId, report);
        letSwitch(group);
      }
      const row = switched.get(nodeId);
      const last = report.lastApply;
      if (row === undefined || last?.release !== row.release || !failures.has(last.outcome)) return;
      if (waiting.has(nodeId) || store.desired.get(nodeId) !== row.release) return;
      // Told once: should taking back fail, the next start or activation finds the row again.
      switched.delete(nodeId);
      options.onFailed(row, last.reason);
    },

    confirmed(nodeId) {
      if (awaited.has(nodeId)) options.renewSoon();
    },

    watched(nodeId) {
      const group = waiting.get(nodeId);
      if (group === undefined) return;
      if (!isOpen(nodeId)) group.ready.delete(nodeId);
      letSwitch(group);
    },

    whyPutOff(nodeId) {
      const group = waiting.get(nodeId);
      if (group === undefined) return undefined;
      group.blockers ??= blockersOf(group, { store, isOpen });
      return whyPutOff(group.blockers, nodeId);
    },
  };
  return pairs;
}
