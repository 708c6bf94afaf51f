import { stringify } from 'smol-toml';
import { z } from 'zod';
import { generatedHeader } from '../inventory/initial.ts';
import { InventoryError, type Problem } from '../inventory/problems.ts';
import type { SourceTree } from '../inventory/source.ts';
import { lineOf, parseToml } from '../inventory/toml.ts';

const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

const networkSchema = z.strictObject({
  network_id: z.string().regex(/^[0-9a-f]{32}$/),
  ula: z.string().regex(/^fd[0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/),
  next_id: z.int().min(1),
  asn: z.record(z.string(), z.int()).default({}),
});

const nodeSchema = z.strictObject({
  id: z.int().min(1),
  loopback_v4: z.string(),
  loopback_v6: z.string(),
  management_address: z.string(),
  port_base: z.int(),
  ports: z.record(z.string(), z.int().min(1).max(65_535)).default({}),
  public_keys: z.strictObject({ identity: key, management: key, link: key, sealing: key }).optional(),
});

/** generated/_network.toml: the network's identity and what is given away for good. */
export type NetworkAllocation = z.output<typeof networkSchema>;
/** generated/<node>.toml: what one node was given. */
export type NodeAllocation = z.output<typeof nodeSchema>;

export const networkAllocationFile = 'generated/_network.toml';

export function nodeAllocationFile(node: string): string {
  return `generated/${node}.toml`;
}

/** Reads what was allocated before. Throws InventoryError. */
export function readAllocations(tree: SourceTree): {
  network: NetworkAllocation;
  nodes: Map<string, NodeAllocation>;
} {
  const problems: Problem[] = [];
  const read = <T>(schema: z.ZodType<T>, file: string): T | undefined => {
    const text = tree.get(file) ?? '';
    const parsed = parseToml(file, text);
    if ('problem' in parsed) {
      problems.push(parsed.problem);
      return undefined;
    }
    const result = schema.safeParse(parsed.table);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      problems.push({
        file,
        line: lineOf(text, issue.path),
        key: issue.path.map(String).join('.') || undefined,
        text: `${issue.message}; this file is the controller's own, take it back with git`,
      });
    }
    return undefined;
  };

  if (!tree.has(networkAllocationFile)) {
    throw new InventoryError([
      { file: networkAllocationFile, text: 'missing; towline init writes it, and git has it' },
    ]);
  }
  const network = read(networkSchema, networkAllocationFile);
  const nodes = new Map<string, NodeAllocation>();
  for (const path of tree.keys()) {
    const name = /^generated\/([a-z0-9-]+)\.toml$/.exec(path)?.[1];
    if (name === undefined) continue;
    const node = read(nodeSchema, path);
    if (node !== undefined) nodes.set(name, node);
  }
  if (network === undefined || problems.length > 0) throw new InventoryError(problems);
  return { network, nodes };
}

/** The text of a generated file, keys in a fixed order. */
export function formatAllocation(allocation: NetworkAllocation | NodeAllocation): string {
  return generatedHeader + stringify(sortTables(allocation));
}

function sortTables(table: object): object {
  // Scalars keep their order and come first; the entries of a table are sorted by name.
  return Object.fromEntries(
    Object.entries(table)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      ]),
  );
}
