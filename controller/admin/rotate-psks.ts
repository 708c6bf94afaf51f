import { TowlineError } from '../../shared/errors.ts';
import type { RotatePsksRequest } from '../../shared/gen/towline/v1/RotatePsksRequest.ts';
import type { RotatePsksResponse } from '../../shared/gen/towline/v1/RotatePsksResponse.ts';
import { allKeyedLinks, type KeyedLink, keyedLinkBetween, keyedLinksOf } from '../rotation/links.ts';
import { rotatePsks as rotate } from '../rotation/rotate-psks.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';

/** Makes new pre-shared keys of links. Throws `invalid`, `notFound`, `conflict`, InventoryError. */
export function rotatePsks(context: AdminContext, request: RotatePsksRequest): Promise<RotatePsksResponse> {
  const { queue, releases, watches, log } = context;
  return queue(async () => {
    const done = await rotate(releases, watches.isOpen, linksOf(context, request), request.later);
    log.info({ ...done }, 'pre-shared keys rotated');
    return done;
  });
}

function linksOf({ store }: AdminContext, { nodes, all }: RotatePsksRequest): KeyedLink[] {
  for (const name of nodes) findEnrolled(store, name);
  const [a, b, ...more] = nodes;
  if (all && a === undefined) return allKeyedLinks(store);
  if (a === undefined || all || more.length > 0)
    throw new TowlineError('invalid', 'say two nodes, or one for all of its links, or all');
  return b === undefined ? keyedLinksOf(store, a) : [keyedLinkBetween(store, a, b)];
}
