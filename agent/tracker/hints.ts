import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import * as z from 'zod';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

const schema = z.record(
  z.string(),
  z.string().refine((text) => isIP(text) !== 0),
);

/** The addresses at which the controller saw the peers last, kept over a restart. */
export interface HintStore {
  all(): ReadonlyMap<string, string>;
  /** Takes a hint; false if it is none, or known already. */
  put(node: string, address: string): Promise<boolean>;
}

/** Opens hints.json. A damaged file is no hints: the controller sends them again. */
export async function openHints(path: string): Promise<HintStore> {
  const hints = new Map(Object.entries(await read(path)));
  return {
    all: () => hints,
    put: async (node, text) => {
      const address = canonicalAddress(text);
      if (isIP(address) === 0 || hints.get(node) === address) return false;
      hints.set(node, address);
      await writeAtomically(path, `${JSON.stringify(Object.fromEntries([...hints].sort()))}\n`, 0o600);
      return true;
    },
  };
}

async function read(path: string): Promise<Record<string, string>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
