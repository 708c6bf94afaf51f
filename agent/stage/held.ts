import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../shared/crypto/sha256.ts';

/**
 * The files of all bundles on disk: hexadecimal SHA-256 of what is really in them, to a path. A file that was
 * edited by hand does not count as the one that it was.
 */
export async function readHeldFiles(bundles: string): Promise<Map<string, string>> {
  const held = new Map<string, string>();
  const entries = await readdir(bundles, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === 'manifest.pb') continue;
    const path = join(entry.parentPath, entry.name);
    held.set(sha256(await readFile(path)).toString('hex'), path);
  }
  return held;
}
