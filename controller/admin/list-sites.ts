import type { ListSitesResponse } from '../../shared/gen/towline/v1/ListSitesResponse.ts';
import type { AdminContext } from './context.ts';
import { overviewOf } from './model.ts';

/** Lists the sites of the work tree.  */
export async function listSites({ releases, inventory, queue }: AdminContext): Promise<ListSitesResponse> {
  const { sites, problem } = overviewOf({ releases }, await queue(() => inventory.read()));
  return { sites: [...sites], problem };
}
