import { TowlineError } from '../../shared/errors.ts';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import type { ReportResponse } from '../../shared/gen/towline/v1/ReportResponse.ts';
import { changesOf } from '../history/changes.ts';
import { takeLinkKey } from '../rotation/take-key.ts';
import type { Store } from '../store/store.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';
import { requireStillEnrolled } from './still-enrolled.ts';

const maxLinks = 4_096;
const maxWord = 256;
const maxDrift = 256;
/** Longer lines are cut as well. */
const maxDriftLine = 512;
/** Longer reasons are cut: the node's own journal has all of it. */
const maxReason = 8_192;

/** Stores a node's state, as far as it can be true. Throws `invalid` if it is larger than any node's can be. */
export async function report(
  { guard, store, pairs, rotationWake, heard, clock }: AgentContext,
  request: ReportRequest,
  call: IncomingCall,
): Promise<ReportResponse> {
  const node = guard.authenticate(call);
  const words = [
    request.birdState,
    ...request.links.flatMap((link) => [
      link.peer,
      link.interface,
      link.bgpState,
      link.bfdState,
      link.endpoint,
      link.ipv4?.reason ?? '',
      link.ipv6?.reason ?? '',
    ]),
    ...Object.values(request.facts ?? {}),
  ];
  if (
    request.links.length > maxLinks ||
    request.drift.length > maxDrift ||
    words.some((word) => word.length > maxWord)
  ) {
    throw new TowlineError('invalid', `the report of ${node.name} is too large`);
  }
  if (request.metricsPort > 65_535) {
    throw new TowlineError('invalid', `${node.name} shows its metrics at port ${request.metricsPort}`);
  }
  const digests = [request.runningDigest, request.stagedDigest, request.quarantinedDigest];
  if (digests.some(({ length }) => length !== 0 && length !== 32)) {
    throw new TowlineError('invalid', `a digest in the report of ${node.name} has not 32 bytes`);
  }
  const lastApply = request.lastApply && {
    ...request.lastApply,
    reason: request.lastApply.reason.slice(0, maxReason),
  };
  const drift = request.drift.map((line) => line.slice(0, maxDriftLine));
  const runningRelease = knownRelease(store, node.nodeId, request);
  const agentUpgrade = request.agentUpgrade && {
    ...request.agentUpgrade,
    reason: request.agentUpgrade.reason.slice(0, maxReason),
  };
  const tunnelReason = request.tunnelReason.slice(0, maxDriftLine);
  const accepted = { ...request, runningRelease, lastApply, drift, tunnelReason, agentUpgrade };
  const hasNewKey = await store.together(() => {
    requireStillEnrolled(store, node);
    const isNew = takeLinkKey(store, node, request.linkKeys);
    const before = store.reports.get(node.nodeId)?.report;
    const changes = changesOf(before, accepted, (name) => store.nodes.findByName(name) !== undefined);
    store.reports.put(node.nodeId, accepted, clock.now());
    store.history.note(node.nodeId, changes, clock.now());
    return isNew;
  });
  pairs.reported(node.nodeId, accepted);
  if (hasNewKey) rotationWake.notify();
  heard(node.nodeId);
  return {};
}

/** The release that a node says it runs; 0 unless the node really got this bundle in this release. */
function knownRelease(
  store: Store,
  nodeId: number,
  { runningRelease, runningDigest }: ReportRequest,
): number {
  const digest = store.bundles.find(nodeId, runningRelease)?.content?.digest;
  return digest?.equals(runningDigest) ? runningRelease : 0;
}
