import { stringify } from 'smol-toml';
import { TowlineError } from '../../shared/errors.ts';
import type { AddSiteRequest } from '../../shared/gen/towline/v1/AddSiteRequest.ts';
import type { AddSiteResponse } from '../../shared/gen/towline/v1/AddSiteResponse.ts';
import { levelFile } from '../inventory/read.ts';
import type { SourceTree } from '../inventory/source.ts';
import type { AdminContext } from './context.ts';
import { editInventory, requireName } from './edit.ts';
import { toSite } from './model.ts';

/** Adds a site to the work tree. Throws `invalid`, `exists`, InventoryError. */
export async function addSite(
  context: AdminContext,
  { name, groups }: AddSiteRequest,
): Promise<AddSiteResponse> {
  requireName('site', name);
  const file = levelFile(name);
  const { network, problem } = await context.queue(() =>
    editInventory(context, (tree) => {
      if (hasSite(tree, name)) throw new TowlineError('exists', `site ${name} is there already, in ${file}`);
      return new Map([[file, stringify(groups.length === 0 ? {} : { groups })]]);
    }),
  );
  const site = network?.sites.find((candidate) => candidate.name === name);
  return { site: site === undefined ? { name, nodes: [], asn: 0, lan: [] } : toSite(site), file, problem };
}

/** Whether the inventory has anything of a site. */
export function hasSite(tree: SourceTree, name: string): boolean {
  return [...tree.keys()].some((path) => path.startsWith(`sites/${name}/`));
}
