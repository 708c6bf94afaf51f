import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { createCompiler } from '../../controller/compile.ts';
import { initialTree } from '../../controller/inventory/initial.ts';
import { readInventory } from '../../controller/inventory/read.ts';
import { readSourceTree } from '../../controller/inventory/source.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { LabDescription, NodeDescription, UplinkDescription } from './description.ts';

/** File beside an inventory with what only the lab needs to know. */
export const labFile = 'lab.toml';

const uplink = z.strictObject({
  uplink: z.int().optional(),
  families: z
    .array(z.enum(['ipv4', 'ipv6']))
    .min(1)
    .optional(),
  nat: z.union([z.boolean(), z.literal('carrier')]).optional(),
});
const labSchema = z.strictObject({
  controller: uplink.optional(),
  node: z.record(z.string(), uplink).optional(),
});

/**
 * The lab of an inventory: a machine for each of its nodes, with the first LAN prefix of each family, and one for
 * the controller. Throws InventoryError for a broken inventory and `invalid` for a broken lab.toml.
 */
export async function describeInventory(folder: string): Promise<LabDescription> {
  const { network, sites } = readInventory(await readSourceTree(folder));
  const { controller = {}, node: uplinks = {} } = await readLabFile(join(folder, labFile));
  const nodes: NodeDescription[] = [];
  for (const [site, { file, nodes: files }] of sites) {
    for (const [name, node] of files) {
      const lan = node.lan ?? file.lan ?? network.lan ?? [];
      const lanV4 = lan.find((prefix) => !prefix.includes(':'));
      const lanV6 = lan.find((prefix) => prefix.includes(':'));
      const lans = { ...(lanV4 === undefined ? {} : { lanV4 }), ...(lanV6 === undefined ? {} : { lanV6 }) };
      nodes.push({ name, site, ...lans, ...withoutUndefined(uplinks[name] ?? {}) });
    }
  }
  const stray = Object.keys(uplinks).find((name) => nodes.every((node) => node.name !== name));
  if (stray !== undefined) {
    throw new TowlineError(
      'invalid',
      `${labFile}: the inventory has no node '${stray}': remove [node.${stray}]`,
    );
  }
  return { controller: withoutUndefined(controller), nodes };
}

/** How many WireGuard interfaces the machines of an inventory have: one a link's end, and the management tunnels. */
export async function countWireGuardInterfaces(folder: string): Promise<number> {
  // Allocations do not matter to the number: those of a new network do.
  const tree = await readSourceTree(folder);
  const fresh = initialTree({ name: 'lab', networkId: '0'.repeat(32), ula: 'fd00:0:0' });
  const { nodes } = createCompiler().model(new Map([...fresh, ...tree]), new Map()).network;
  return nodes.reduce((sum, { peers }) => sum + peers.length + 1, 1);
}

async function readLabFile(path: string): Promise<z.output<typeof labSchema>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new TowlineError('failed', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  try {
    return labSchema.parse(parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new TowlineError('invalid', `${path}: ${reason}`, { cause: error });
  }
}

function withoutUndefined({
  uplink,
  families,
  nat,
}: z.output<typeof labSchema>['controller'] & {}): UplinkDescription {
  return {
    ...(uplink === undefined ? {} : { uplink }),
    ...(families === undefined ? {} : { families }),
    ...(nat === undefined ? {} : { nat }),
  };
}
