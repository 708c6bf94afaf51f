import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import type { UplinkDescription } from '../topology/description.ts';
import { labFile } from '../topology/inventory.ts';
import { type BringUpOptions, bringUpNetwork } from './bring-up.ts';
import type { LabNetwork } from './network.ts';

export interface MeshOptions extends BringUpOptions {
  /** Lines of sites that are not as others, by site. */
  readonly lines?: Readonly<Record<string, UplinkDescription>>;
  /** Links that cannot work on these lines; none unless said otherwise. */
  readonly deadLinks?: number;
}

/**
 * A full mesh of sites with one node each, with the same name and a host behind it, green with all its links. Nothing
 * is left when it throws.
 */
export async function meshOf(
  sites: readonly string[],
  { lines = {}, deadLinks = 0, ...options }: MeshOptions = {},
): Promise<LabNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-mesh-'));
  try {
    const inventory = join(folder, 'mesh');
    for (const [index, site] of sites.entries()) {
      const place = join(inventory, 'sites', site, site);
      await mkdir(place, { recursive: true });
      await writeFile(join(inventory, 'sites', site, 'site.toml'), '');
      const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
      await writeFile(join(place, 'node.toml'), lan);
    }
    await writeFile(join(inventory, 'network.toml'), 'name = "mesh"\n');
    await writeFile(join(inventory, labFile), stringify({ node: lines }));
    return await bringUpNetwork(inventory, (sites.length * (sites.length - 1)) / 2 - deadLinks, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
