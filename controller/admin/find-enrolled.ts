import { TowlineError } from '../../shared/errors.ts';
import { didYouMean } from '../inventory/suggest.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

/** The node of this name that a router is enrolled as. Throws `notFound`. */
export function findEnrolled({ nodes }: Pick<Store, 'nodes'>, name: string): EnrolledNode {
  const node = nodes.findByName(name);
  if (node !== undefined) return node;
  const names = nodes.all().map((other) => other.name);
  throw new TowlineError(
    'notFound',
    `no router is enrolled as ${JSON.stringify(name)}${didYouMean(name, names)}: see 'towline status'`,
  );
}
