import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { parseEndpoint } from '../../shared/wireguard/config-text.ts';
import { familyOf } from './candidates.ts';

const endpoint = z
  .string()
  .max(64)
  .refine((text) => parseEndpoint(text) !== undefined);
const schema = z.record(z.string().max(64), z.array(endpoint).max(2));

/** The endpoints at which peers were heard last, one a family; they outlive a restart and need no name server. */
export interface EndpointMemory {
  /** Of a peer's node, the one that worked last first. */
  of(node: string): readonly string[];
  /** The first address that is known of each node. */
  addresses(): ReadonlyMap<string, readonly string[]>;
  /** Notes an endpoint of a link that works. */
  worked(node: string, endpoint: string): void;
  keepOnly(nodes: ReadonlySet<string>): void;
  /** Writes what is new, if anything is. */
  save(): Promise<void>;
}

/** Opens endpoints.json. A damaged file is no memory: it is written anew. */
export async function openEndpoints(path: string): Promise<EndpointMemory> {
  const known = new Map<string, readonly string[]>(Object.entries(await read(path)));
  let isNew = false;
  return {
    of: (node) => known.get(node) ?? [],
    addresses: () => known,
    worked(node, text) {
      const before = known.get(node) ?? [];
      if (before[0] === text || familyOf(text) === undefined) return;
      known.set(node, [text, ...before.filter((other) => familyOf(other) !== familyOf(text))]);
      isNew = true;
    },
    keepOnly(nodes) {
      for (const node of known.keys()) if (!nodes.has(node)) isNew = known.delete(node);
    },
    async save() {
      if (!isNew) return;
      isNew = false;
      try {
        const text = JSON.stringify(Object.fromEntries([...known].sort()));
        await writeAtomically(path, `${text}\n`, 0o600);
      } catch (error) {
        isNew = true;
        throw error;
      }
    },
  };
}

async function read(path: string): Promise<Record<string, string[]>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
