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
    `the router with this code (${found.hostName}) is ${found.state} already`,
  );
}
