import { isIPv6 } from 'node:net';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Audit } from '../audit/audit.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

export interface CloneContext {
  readonly store: Pick<Store, 'clones' | 'rotations'>;
  /** Where the tunnel of a node comes from while the node is in contact; undefined while it is not. */
  readonly usedFrom: (nodeId: number) => string | undefined;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** A clone that keeps asking makes one line in the logs in this time. */
const quietMs = 600_000;

/**
 * Refuses a request with the identity of an enrolled router that is not from that router: it has other keys, or it
 * comes from elsewhere while that router is in contact. A disk was copied, or the key was stolen; either has to be
 * heard of. Throws `conflict`.
 */
export function refuseClone(
  context: CloneContext,
  known: Enrollment,
  node: EnrolledNode,
  request: EnrollRequest,
  address: string,
): void {
  // The key for links that it was enrolled with is gone from a router that has renewed it.
  const isRenewed = context.store.rotations.get(node.nodeId) !== undefined;
  const { linkKey: linkPublicKey } = known;
  const hasOtherKeys = !hasKeysOf(known, isRenewed ? { ...request, linkPublicKey } : request);
  const usedFrom = context.usedFrom(node.nodeId);
  const isElsewhere = usedFrom !== undefined && isIPv6(usedFrom) === isIPv6(address) && usedFrom !== address;
  if (!hasOtherKeys && !isElsewhere) return;
  raiseAlarm(context, node.name, request, address, hasOtherKeys);
  throw new TowlineError(
    'conflict',
    hasOtherKeys
      ? 'this identity is enrolled with other keys: remove the keys of the router so that it makes new ones, and have it approved in place of the old node'
      : 'this identity is in use at another place: on a copy of its disk remove enrollment.json and the keys, so that it makes new ones; on the router itself stop the agent first',
  );
}

/** Whether a request has the keys that this router asked with before. */
export function hasKeysOf(known: Enrollment, request: EnrollRequest): boolean {
  return (
    known.managementKey.equals(request.managementPublicKey) &&
    known.linkKey.equals(request.linkPublicKey) &&
    known.sealingKey.equals(request.sealingPublicKey)
  );
}

function raiseAlarm(
  { store, audit, clock, log }: CloneContext,
  node: string,
  { identityPublicKey, hostName }: EnrollRequest,
  address: string,
  hasOtherKeys: boolean,
): void {
  const now = clock.now();
  const before = store.clones.find(identityPublicKey);
  const { count } = store.clones.note({ identityKey: identityPublicKey, node, address, hostName, last: now });
  if (before !== undefined && Math.abs(now - before.last) < quietMs) return;
  const detail = { address, host_name: hostName, other_keys: hasOtherKeys, count };
  audit.note({ action: 'enrollment.clone', subject: node, detail, result: 'conflict' });
  log.warn({ node, ...detail }, 'a second router with the identity of a node asks to join, and is refused');
}
