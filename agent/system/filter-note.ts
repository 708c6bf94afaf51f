import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { Run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { applyFilter, type FilterConfig, listFilter, renderFilter } from './nftables.ts';

/**
 * What the packet filter was given last, and how nft lists that: versions of nft list in forms of their own, so that
 * the text that was given cannot be compared with what is listed. Both are digests.
 */
const noteSchema = z.strictObject({ given: z.string(), listed: z.string() });

const digestOf = (text: string) => sha256(Buffer.from(text)).toString('hex');

/**
 * Brings the packet filter to a configuration; it is left alone where it is listed as it was right after it was given
 * this. Resolves to whether it was changed.
 *
 * @param note file on a tmpfs
 */
export async function ensureFilter(run: Run, config: FilterConfig, note: string): Promise<boolean> {
  const given = digestOf(renderFilter(config));
  const [known, now] = [await readNote(note), await listFilter(run)];
  if (now !== undefined && known?.given === given && known.listed === digestOf(now)) return false;
  await applyFilter(run, config);
  const listed = await listFilter(run);
  if (listed !== undefined) await writeNote(note, { given, listed: digestOf(listed) });
  return true;
}

/** Whether the packet filter is as it was given, and that was one of these configurations. */
export async function isFilterOf(run: Run, configs: readonly FilterConfig[], note: string): Promise<boolean> {
  const [known, now] = [await readNote(note), await listFilter(run).catch(() => undefined)];
  if (known === undefined || now === undefined || known.listed !== digestOf(now)) return false;
  return configs.some((config) => known.given === digestOf(renderFilter(config)));
}

/** What differs from what the packet filter was given, in words; undefined if nothing is known to. */
export async function filterFault(run: Run, note: string): Promise<string | undefined> {
  const now = await listFilter(run);
  if (now === undefined) return 'the table inet towline is gone';
  const known = await readNote(note);
  if (known === undefined || known.listed === digestOf(now)) return undefined;
  return 'the table inet towline was changed by another hand';
}

async function readNote(file: string): Promise<z.infer<typeof noteSchema> | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** One that cannot be written is none: then the filter is given the same once more. */
async function writeNote(file: string, note: z.infer<typeof noteSchema>): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeAtomically(file, `${JSON.stringify(note)}\n`, 0o600))
    .catch(() => {});
}
