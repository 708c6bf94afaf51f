import type { GetSiteRequest } from '../../shared/gen/towline/v1/GetSiteRequest.ts';
import type { GetSiteResponse } from '../../shared/gen/towline/v1/GetSiteResponse.ts';
import { effectiveValues } from '../inventory/values.ts';
import type { AdminContext } from './context.ts';
import { toValue } from './get-value.ts';
import { overviewOf, siteNamed } from './model.ts';

/** Shows a site with its effective values. Throws `notFound`, InventoryError. */
export async function getSite(
  { releases, inventory, queue }: AdminContext,
  { name }: GetSiteRequest,
): Promise<GetSiteResponse> {
  const tree = await queue(() => inventory.read());
  const overview = overviewOf({ releases }, tree);
  const site = siteNamed(overview, name);
  return { site, values: effectiveValues(tree, name).map(toValue), problem: overview.problem };
}
