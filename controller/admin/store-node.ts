import { TowlineError } from '../../shared/errors.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Token } from '../store/tokens.ts';
import type { AdminContext } from './context.ts';

/**
 * Notes a new router of a node, with all that follows from it, in one transaction. Throws `conflict` if the router is
 * not the one that waits any more, or its token is not good any more.
 *
 * @param note what is noted of it, in the same transaction
 */
export function storeNode(
  { store, clock, watches, answerFacts }: Pick<AdminContext, 'store' | 'clock' | 'watches' | 'answerFacts'>,
  router: Enrollment,
  node: EnrolledNode,
  token: Token | undefined,
  note: () => void,
): void {
  const { master } = answerFacts().keys;
  const replaced = store.nodes.findByName(node.name);
  store.transaction(() => {
    requireWaiting(store.enrollments.find(router.identityKey), router);
    if (token !== undefined && !store.tokens.use(token.id, clock.now())) {
      throw new TowlineError('conflict', 'its token ended meanwhile');
    }
    if (replaced !== undefined) {
      if (replaced.nodeId !== node.nodeId) store.nodes.retire(replaced.nodeId, clock.now());
      const sameRouter = replaced.identityKey.equals(node.identityKey);
      if (!sameRouter) store.enrollments.deny(replaced.identityKey, `another router is ${node.name} now`);
    }
    store.nodes.put(node);
    store.rotations.forget(node.nodeId);
    store.enrollments.approve(node.identityKey, token?.id ?? '');
    // Whoever had the name before knows the pre-shared keys.
    store.psks.rotate(master, node.name);
    // The bundles so far are sealed to the old router: the new one gets its first with the next release.
    store.desired.clear(node.nodeId);
    store.desired.forgetConfirmation(node.nodeId);
    store.reports.remove(node.nodeId);
    store.history.remove(node.nodeId);
    store.endpoints.remove(node.nodeId);
    note();
  });
  watches.closeNode(node.nodeId);
  if (replaced !== undefined) watches.closeNode(replaced.nodeId);
}

/** What was decided about are these keys: not what the router asked with since. */
function requireWaiting(now: Enrollment | undefined, router: Enrollment): void {
  if (now?.state === 'pending' && now.number === router.number) return;
  throw new TowlineError(
    'conflict',
    `${router.hostName} asked in another way meanwhile: see 'towline pending'`,
  );
}
