import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder, writeAtomically } from '../../shared/os/write-atomically.ts';
import { packageForms, readPackageName } from './names.ts';

/** What the files begin with: ar(5), gzip (RFC 1952). */
const beginnings = { '.deb': '!<arch>\n', '.gz': '\x1f\x8b' } as const;

/**
 * Puts packages on the shelf from which routers fetch them; a reader sees a whole file or none, and so it is after a power
 * cut. Of the same kind older ones of that folder go. Throws `invalid`, with nothing changed, for what is no package for
 * routers.
 *
 * @param folder is made if it is not there
 */
export async function addPackages(folder: string, files: readonly string[]): Promise<string[]> {
  for (const file of files) await check(file);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const file of files) {
    const name = basename(file);
    await writeAtomically(join(folder, name), await readFile(file), 0o644);
    const { kind } = readPackageName(name) ?? {};
    for (const other of await readdir(folder))
      if (other !== name && readPackageName(other)?.kind === kind) await rm(join(folder, other));
  }
  await syncFolder(folder);
  return files.map((file) => basename(file));
}

async function check(file: string): Promise<void> {
  const named = readPackageName(basename(file));
  if (named === undefined)
    throw new TowlineError(
      'invalid',
      `${basename(file)} is no package for routers: expected ${packageForms}`,
    );
  const expected = Object.entries(beginnings).find(([end]) => file.endsWith(end))?.[1] ?? '';
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(expected.length), 0, expected.length, 0);
    if (buffer.toString('latin1') !== expected)
      throw new TowlineError('invalid', `${file} is not what its name says: it is broken, copy it again`);
  } finally {
    await handle.close();
  }
}
