import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import type { ManifestFile } from '../../shared/gen/towline/v1/ManifestFile.ts';
import { syncFolder, writeNewFile } from '../../shared/os/write-atomically.ts';
import { signedManifestCodec } from '../../shared/rpc/codec.ts';
import type { FetchedBundle } from '../fetch/fetch.ts';
import { checkFile } from '../verify/files.ts';

const unfinished = '.staging';

/**
 * Writes a bundle to `<bundles>/<digest>`: all of it or, after a crash, none. Files and folders are on the disk
 * when the promise resolves to the folder. Content that the node holds is copied and checked again; a link to
 * it would let one edit change two bundles.
 *
 * @param held from `readHeldFiles`
 */
export async function stageBundle(
  bundles: string,
  fetched: FetchedBundle,
  held: ReadonlyMap<string, string>,
): Promise<string> {
  const digest = fetched.manifest.bundleDigest.toString('hex');
  const target = join(bundles, digest);
  const staging = `${target}${unfinished}`;
  await mkdir(bundles, { recursive: true });
  await rm(staging, { recursive: true, force: true });
  try {
    await writeBundle(staging, fetched, held);
  } catch (error) {
    // On a disk that is full it would keep what is needed from fitting.
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
  // What is there under this name is damaged, or left by a try that failed.
  const replaced = `${target}.old`;
  await rm(replaced, { recursive: true, force: true });
  await rename(target, replaced).catch(ignoreMissing);
  await rename(staging, target);
  await rm(replaced, { recursive: true, force: true });
  await syncFolder(bundles);
  return target;
}

async function writeBundle(
  staging: string,
  fetched: FetchedBundle,
  held: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(staging);
  const folders = new Set([staging]);
  for (const file of fetched.manifest.files) {
    const path = join(staging, file.path);
    if (!folders.has(dirname(path))) await mkdir(dirname(path));
    folders.add(dirname(path));
    await writeNewFile(path, await contentOf(file, fetched, held), file.mode & 0o777);
  }
  await writeNewFile(join(staging, 'manifest.pb'), signedManifestCodec.encode(fetched.signed), 0o600);
  for (const folder of folders) await syncFolder(folder);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function contentOf(
  file: ManifestFile,
  fetched: FetchedBundle,
  held: ReadonlyMap<string, string>,
): Promise<Buffer> {
  const digest = file.sha256.toString('hex');
  const path = held.get(digest);
  const content = fetched.contents.get(digest) ?? (path === undefined ? undefined : await readFile(path));
  if (content === undefined) throw new TowlineError('failed', `the controller did not send ${file.path}`);
  checkFile(file, content);
  return content;
}

/** Removes every bundle but those to keep, and what an interrupted staging left. */
export async function pruneBundles(bundles: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(bundles).catch(() => [])) {
    if (!keep.has(name)) await rm(join(bundles, name), { recursive: true, force: true });
  }
}
