import { TowlineError } from '../../shared/errors.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Store } from '../store/store.ts';

/** The waiting router with this code, however the code was typed. Throws `notFound`, `conflict`. */
export function findPending(store: Store, code: string): Enrollment {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const found = store.enrollments.findByCode(plain.replace(/(.{4})(?=.)/g, '$1-'));
  if (found === undefined) {
    throw new TowlineError(
      'notFound',
      `no router with the code ${JSON.stringify(code)} waits: see 'towline pending'`,
    );
  }
  if (found.state === 'pending') return found;
  throw new TowlineError(
    'conflict',
    `the router with this code (${found.hostName}) is ${found.state} already${wayBack(store, found)}`,
  );
}

/** How to undo an approval: the router has its answer, so it takes a release to put it out. */
function wayBack(store: Store, router: Enrollment): string {
  const node = router.state === 'approved' ? store.nodes.findByAnyKey(router) : undefined;
  if (node === undefined) return '';
  return `, as node ${node.name}: to put it out again, run 'towline node remove ${node.name}', then commit and activate`;
}
