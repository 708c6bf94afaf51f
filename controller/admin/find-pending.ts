import { TowlineError } from '../../shared/errors.ts';
import { dropExpired } from '../enrollment/expiry.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Store } from '../store/store.ts';
import type { AdminContext } from './context.ts';

/** The waiting router with this code, however it was typed, or this number. Throws `notFound`, `conflict`. */
export function findPending(
  { store, clock }: Pick<AdminContext, 'store' | 'clock'>,
  code: string,
): Enrollment {
  dropExpired(store, clock.now());
  const found = findRequest(store, code);
  if (found === undefined) {
    throw new TowlineError(
      'notFound',
      `no router with the code ${JSON.stringify(code.slice(0, 100))} waits: see 'towline pending'`,
    );
  }
  if (found.state === 'pending') return found;
  throw new TowlineError(
    'conflict',
    `the router with this code (${found.hostName}) is ${found.state} already${wayBack(store, found)}`,
  );
}

/** A number is that of one request for good: it never leads to another router than the one that was listed with it. */
function findRequest({ enrollments }: Store, code: string): Enrollment | undefined {
  const number = /^#?([1-9]\d{0,8})$/.exec(code.trim())?.[1];
  if (number !== undefined) return enrollments.findByNumber(Number(number));
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return enrollments.findByCode(plain.replace(/(.{4})(?=.)/g, '$1-'));
}

/** How to undo it: who is in has its answer, so it takes a release to put it out; who is not asks under new keys. */
function wayBack(store: Store, router: Enrollment): string {
  if (router.state === 'denied')
    return ': to let it in after all, remove the keys of the router (/var/lib/towline/keys) and let it ask anew';
  const node = router.state === 'approved' ? store.nodes.findByAnyKey(router) : undefined;
  if (node === undefined) return '';
  return `, as node ${node.name}: to put it out again, run 'towline node remove ${node.name}', then commit and activate`;
}
