import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

const measured = z.strictObject({
  /** Address of the peer's end. */
  address: z.string().max(64),
  /** Of the whole outer packet. */
  path: z.union([z.int().min(1).max(65_535), z.literal('tooSmall')]),
});
const schema = z.record(z.string().max(64), measured);

/** What was measured on the way to a peer. */
export type Measured = z.infer<typeof measured>;

/** What was measured last on the way to each peer; it outlives a restart, so that no link's MTU goes up and down then. */
export interface PathMtuMemory {
  of(node: string): Measured | undefined;
  /** Notes what was measured, and writes it; forgets nodes that are no peers any more. */
  put(node: string, found: Measured, peers: ReadonlySet<string>): Promise<void>;
}

/** Opens path-mtu.json. A damaged file is no memory: it is written anew. */
export async function openPathMtus(path: string): Promise<PathMtuMemory> {
  const known = new Map(Object.entries(await read(path)));
  return {
    of: (node) => known.get(node),
    async put(node, found, peers) {
      const before = JSON.stringify([...known]);
      known.set(node, found);
      for (const name of known.keys()) if (!peers.has(name)) known.delete(name);
      if (JSON.stringify([...known]) === before) return;
      await writeAtomically(path, `${JSON.stringify(Object.fromEntries([...known].sort()))}\n`, 0o600);
    },
  };
}

async function read(path: string): Promise<Record<string, Measured>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
