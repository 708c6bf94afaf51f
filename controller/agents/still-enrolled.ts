import { TowlineError } from '../../shared/errors.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

/**
 * To be looked at in the piece of work that writes what a node says: since its call was let in it may have been revoked, or
 * another router may have taken its place. Throws `unauthenticated`.
 */
export function requireStillEnrolled(
  { nodes }: Pick<Store, 'nodes'>,
  { nodeId, name, identityKey }: EnrolledNode,
): void {
  if (nodes.find(nodeId)?.identityKey.equals(identityKey) === true) return;
  throw new TowlineError('unauthenticated', `${name} is not this router any more`);
}
