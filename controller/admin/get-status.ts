import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { NodeCondition } from '../../shared/gen/towline/v1/NodeCondition.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { dropExpired } from '../enrollment/expiry.ts';
import { takenBack } from '../pairs/take-back.ts';
import { confirmedRelease } from '../release/confirmed.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { StoredReport } from '../store/reports.ts';
import type { AdminContext } from './context.ts';

/** A node whose watch is closed counts as in contact this long after its last report, in ms. */
const contactMs = 30_000;

/** A clone is shown this long after it asked last, in ms. */
const clonesShownMs = 86_400_000;

const order: readonly NodeCondition[] = [
  'NODE_CONDITION_FAILED',
  'NODE_CONDITION_AWAY',
  'NODE_CONDITION_PENDING',
  'NODE_CONDITION_NOT_ENROLLED',
  'NODE_CONDITION_OK',
];

/** Describes the fleet, worst node first. It works with a broken inventory, and without one, too. */
export async function getStatus(context: AdminContext): Promise<GetStatusResponse> {
  const { store, inventory, joinString } = context;
  const { networkId, name } = store.network.get();
  const enrolled = store.nodes.all();
  const known = new Set(enrolled.map((node) => node.name));
  // Without a work tree there is still a fleet to look at.
  const tree = await inventory.read().catch(() => new Map<string, string>());
  const places = inventoryNodes(tree);
  const waiting = [...places].filter(([node]) => !known.has(node));
  const nodes = [
    // A router may have moved to another site since it was enrolled.
    ...enrolled.map((node) => statusOf(context, { ...node, site: places.get(node.name) ?? node.site })),
    ...waiting.map(([node, site]) => notEnrolled(node, site)),
  ];
  const rank = (node: NodeStatus) => order.indexOf(node.condition);
  const now = context.clock.now();
  dropExpired(store, now);
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
  };
}

function statusOf({ store, releases, watches, clock }: AdminContext, node: EnrolledNode): NodeStatus {
  const stored = store.reports.get(node.nodeId);
  const desiredRelease = store.desired.get(node.nodeId);
  const connected = watches.isOpen(node.nodeId);
  const ageMs = stored === undefined ? undefined : Math.max(0, clock.now() - stored.received);
  const inContact = connected || (ageMs !== undefined && ageMs <= contactMs);
  return {
    nodeName: node.name,
    siteName: node.site,
    condition: inContact ? conditionOf(desiredRelease, stored) : 'NODE_CONDITION_AWAY',
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
  };
}

function conditionOf(desired: number, stored: StoredReport | undefined): NodeCondition {
  const last = stored?.report.lastApply;
  const running = stored?.report.runningRelease ?? 0;
  const ended = last?.release === desired ? last.outcome : undefined;
  if (ended === 'APPLY_OUTCOME_ROLLED_BACK' || ended === 'APPLY_OUTCOME_REFUSED')
    return 'NODE_CONDITION_FAILED';
  if (desired === 0 || running !== desired || ended === 'APPLY_OUTCOME_APPLYING')
    return 'NODE_CONDITION_PENDING';
  return 'NODE_CONDITION_OK';
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
  };
}
