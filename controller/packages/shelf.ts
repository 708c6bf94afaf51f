import { createHash } from 'node:crypto';
import { constants, type ReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newestOfEach, type PackageName, readPackageName } from './names.ts';

/** A package that routers may fetch. */
export interface ShelfFile extends PackageName {
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The packages in some folders: of each kind the newest one. */
export interface Shelf {
  list(): Promise<readonly ShelfFile[]>;
}

/** @param folders those that are not there are empty; of two packages that are equally new the one of the first counts */
export function createShelf(folders: readonly string[]): Shelf {
  /** Sums by what a file is: read once. */
  const sums = new Map<string, Promise<string>>();
  const sumOf = (path: string, what: string): Promise<string> => {
    const known = sums.get(what);
    if (known !== undefined) return known;
    const made = sha256OfFile(path);
    sums.set(what, made);
    made.catch(() => sums.delete(what));
    return made;
  };
  return {
    async list() {
      const named = (await Promise.all(folders.map(namedIn))).flat();
      return Promise.all(
        newestOfEach(named).map(async (one): Promise<ShelfFile> => {
          const { size, mtimeMs, ino } = await stat(one.path);
          const sha256 = await sumOf(one.path, [one.path, size, mtimeMs, ino].join());
          return { ...one, bytes: size, sha256 };
        }),
      );
    },
  };
}

async function namedIn(folder: string): Promise<(PackageName & { readonly path: string })[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  // A link would lead out of the folder.
  return entries
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => {
      const named = readPackageName(name);
      return named === undefined ? [] : [{ ...named, path: join(folder, name) }];
    });
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of (await openRegular(path)).stream) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Opens a file, not what a link points to. */
export async function openRegular(
  path: string,
): Promise<{ readonly stream: ReadStream; readonly bytes: number }> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size } = await handle.stat();
  return { stream: handle.createReadStream(), bytes: size };
}

/** The text of SHA256SUMS, for `sha256sum --check`. Pure. */
export function sumsText(files: readonly ShelfFile[]): string {
  return files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
}
