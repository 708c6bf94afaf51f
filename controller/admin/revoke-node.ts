import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { RevokeNodeRequest } from '../../shared/gen/towline/v1/RevokeNodeRequest.ts';
import type { RevokeNodeResponse } from '../../shared/gen/towline/v1/RevokeNodeResponse.ts';
import type { Store } from '../store/store.ts';
import { tokenState } from '../store/tokens.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';

/**
 * Cuts a node's router off: once this resolves its peer is gone from the management tunnel, its calls are refused, its
 * watches are closed, and it will not be let in again without new keys and an admin, or a token that it never had. The
 * node stays in the inventory, for another router; its links go with the next release. It waits for no commit that is
 * under way: what that makes still has the links, and the release after it has not. Throws `notFound`, `invalid`.
 */
export async function revokeNode(
  { store, queue, watches, releases, answerFacts, audit, clock, log }: AdminContext,
  { nodeName, reason }: RevokeNodeRequest,
): Promise<RevokeNodeResponse> {
  if (reason.length > 500) throw new TowlineError('invalid', 'a reason has at most 500 characters');
  const node = findEnrolled(store, nodeName);
  const { nodeId } = node;
  const wasConnected = watches.isOpen(nodeId);
  const neighbours = [...(store.bundles.at(nodeId, store.releases.newest())?.peers ?? [])].sort();
  // Whoever has the router has the token: with new keys it would be let in again.
  const token = openTokenOf(store, node.identityKey, clock.now());
  store.transaction(() => {
    if (token !== undefined) store.tokens.revoke(token, clock.now());
    store.nodes.revoke(nodeId, clock.now());
    store.rotations.forget(nodeId);
    store.enrollments.deny(node.identityKey, reason || `the router of ${nodeName} was revoked`);
    // Whoever is its successor shares none of its secrets.
    store.psks.rotate(answerFacts().keys.master, nodeName);
    store.desired.clear(nodeId);
    store.desired.forgetConfirmation(nodeId);
    store.reports.remove(nodeId);
    store.history.remove(nodeId);
    store.endpoints.remove(nodeId);
    audit.note({ action: 'node.revoked', subject: nodeName, detail: { reason, neighbours, token } });
  });
  await releases.onActivated([nodeId]);
  log.warn({ node: nodeName, reason, token }, 'router revoked');
  // Whoever waited for it waits no more; in turn with what makes releases, however long that takes.
  queue(() => releases.pairs.renew()).catch((error: unknown) =>
    log.error({ reason: messageOf(error) }, 'who may switch together could not be found out'),
  );
  return { neighbours, wasConnected, endedToken: token ?? '' };
}

/** Id of the token that a router came by, if it would let another one in. */
function openTokenOf({ enrollments, tokens }: Store, identityKey: Buffer, now: number): string | undefined {
  const token = tokens.find(enrollments.find(identityKey)?.token ?? '');
  return token !== undefined && tokenState(token, now) === 'open' ? token.id : undefined;
}
