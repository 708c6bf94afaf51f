import type { EnrollmentAccepted } from '../../shared/gen/towline/v1/EnrollmentAccepted.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { AdminContext } from './context.ts';

/** Notes a new router of a node, with all that follows from it, in one transaction. */
export function storeNode(
  { store, clock, watches, answerFacts }: AdminContext,
  node: EnrolledNode,
  answer: EnrollmentAccepted,
): void {
  const { master } = answerFacts().keys;
  const replaced = store.nodes.findByName(node.name);
  store.transaction(() => {
    if (replaced !== undefined) {
      if (replaced.nodeId !== node.nodeId) store.nodes.retire(replaced.nodeId, clock.now());
      const sameRouter = replaced.identityKey.equals(node.identityKey);
      if (!sameRouter) store.enrollments.deny(replaced.identityKey, `another router is ${node.name} now`);
    }
    store.nodes.put(node);
    store.enrollments.approve(node.identityKey, answer.sealedAnswer, answer.signature);
    // Whoever had the name before knows the pre-shared keys.
    store.psks.rotate(master, node.name);
    // The bundles so far are sealed to the old router: the new one gets its first with the next release.
    store.desired.clear(node.nodeId);
    store.desired.forgetConfirmation(node.nodeId);
    store.reports.remove(node.nodeId);
    store.endpoints.remove(node.nodeId);
  });
  watches.closeNode(node.nodeId);
  if (replaced !== undefined) watches.closeNode(replaced.nodeId);
}
