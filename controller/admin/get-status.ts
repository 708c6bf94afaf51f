import type { GetStatusRequest } from '../../shared/gen/towline/v1/GetStatusRequest.ts';
import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { NetworkPlan } from '../../shared/gen/towline/v1/NetworkPlan.ts';
import type { NodeCondition } from '../../shared/gen/towline/v1/NodeCondition.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { type Condition, conditionOf } from '../agents/condition.ts';
import { dropExpired } from '../enrollment/expiry.ts';
import { trendsOf } from '../history/trends.ts';
import type { NetworkModel } from '../model/network.ts';
import { takenBack } from '../pairs/take-back.ts';
import { confirmedRelease } from '../release/confirmed.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { AdminContext } from './context.ts';
import { summaryMessage } from './get-rollout.ts';
import { soundModel } from './model.ts';

/** A clone is shown this long after it asked last, in ms. */
const clonesShownMs = 86_400_000;

const order: readonly NodeCondition[] = [
  'NODE_CONDITION_FAILED',
  'NODE_CONDITION_AWAY',
  'NODE_CONDITION_PENDING',
  'NODE_CONDITION_NOT_ENROLLED',
  'NODE_CONDITION_OK',
];

const onTheWire: Readonly<Record<Condition, NodeCondition>> = {
  failed: 'NODE_CONDITION_FAILED',
  away: 'NODE_CONDITION_AWAY',
  pending: 'NODE_CONDITION_PENDING',
  ok: 'NODE_CONDITION_OK',
};

/** Describes the fleet, worst node first. It works with a broken inventory, and without one, too. */
export async function getStatus(
  context: AdminContext,
  { withPlan }: GetStatusRequest,
): Promise<GetStatusResponse> {
  const { store, inventory, joinString } = context;
  const { networkId, name } = store.network.get();
  const enrolled = store.nodes.all();
  const known = new Set(enrolled.map((node) => node.name));
  // Without a work tree there is still a fleet to look at.
  const tree = await inventory.read().catch(() => new Map<string, string>());
  const places = inventoryNodes(tree);
  const model = soundModel(context, tree);
  const groups = new Map(model?.nodes.map(({ name, groups }) => [name, [...groups].sort()]));
  const waiting = [...places].filter(([node]) => !known.has(node));
  const nodes = [
    // A router may have moved to another site since it was enrolled.
    ...enrolled.map((node) => statusOf(context, { ...node, site: places.get(node.name) ?? node.site })),
    ...waiting.map(([node, site]) => notEnrolled(node, site)),
  ].map((node) => ({ ...node, groups: groups.get(node.nodeName) ?? [] }));
  const rank = (node: NodeStatus) => order.indexOf(node.condition);
  const now = context.clock.now();
  dropExpired(store, now);
  const rollout = store.rollouts.current();
  return {
    networkId,
    networkName: name,
    newestRelease: store.releases.newest(),
    activeRelease: store.releases.newestActive(),
    nodes: nodes.sort((a, b) => rank(a) - rank(b) || (a.nodeName < b.nodeName ? -1 : 1)),
    pendingEnrollments: store.enrollments.countPending(),
    joinString: joinString(),
    clones: store.clones.since(now - clonesShownMs).map(({ node, address, hostName, count, last }) => ({
      nodeName: node,
      address,
      hostName,
      count,
      ageS: Math.max(0, Math.floor((now - last) / 1000)),
    })),
    plan: withPlan && model !== undefined ? planOf(model) : null,
    rollout:
      rollout === undefined ? null : summaryMessage(rollout, store.rollouts.counts(rollout.number), now),
  };
}

function planOf({ nodes }: NetworkModel): NetworkPlan {
  const spokes = new Set(
    nodes.flatMap(({ name, links }) =>
      links.filter(({ spoke }) => spoke).map(({ peer }) => `${name} ${peer}`),
    ),
  );
  const links = nodes.flatMap(({ name, peers }) =>
    peers
      .filter((peer) => name < peer)
      .map((peer) => {
        const spoke = spokes.has(`${name} ${peer}`) ? name : spokes.has(`${peer} ${name}`) ? peer : '';
        return { a: name, b: peer, spoke };
      }),
  );
  return { links };
}

function statusOf(context: AdminContext, node: EnrolledNode): NodeStatus {
  const { store, releases, watches, clock } = context;
  const stored = store.reports.get(node.nodeId);
  const desiredRelease = store.desired.get(node.nodeId);
  const connected = watches.isOpen(node.nodeId);
  const ageMs = stored === undefined ? undefined : Math.max(0, clock.now() - stored.received);
  return {
    nodeName: node.name,
    siteName: node.site,
    condition: onTheWire[conditionOf(context, node.nodeId)],
    desiredRelease,
    runningRelease: stored?.report.runningRelease ?? 0,
    confirmedRelease: confirmedRelease(store, node.nodeId),
    ...(ageMs === undefined ? {} : { heardAgeS: Math.floor(ageMs / 1000) }),
    connected,
    publicAddress: store.endpoints.get(node.nodeId) ?? '',
    report: stored?.report ?? null,
    linksDesired: store.bundles.find(node.nodeId, desiredRelease)?.peers.length ?? 0,
    putOff: releases.pairs.whyPutOff(node.nodeId) ?? '',
    takenBack: takenBack(store.releases.text(desiredRelease)) ?? '',
    groups: [],
    linkTrends:
      stored === undefined ? [] : trendsOf(stored, store.history.since(node.nodeId, 'link'), clock.now()),
  };
}

function notEnrolled(nodeName: string, siteName: string): NodeStatus {
  return {
    nodeName,
    siteName,
    condition: 'NODE_CONDITION_NOT_ENROLLED',
    desiredRelease: 0,
    runningRelease: 0,
    confirmedRelease: 0,
    connected: false,
    publicAddress: '',
    report: null,
    linksDesired: 0,
    putOff: '',
    takenBack: '',
    groups: [],
    linkTrends: [],
  };
}
