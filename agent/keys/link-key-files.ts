import { readdir } from 'node:fs/promises';

/** Name of the file of a version of the links' key, without its ending. */
export function linkKeyName(version: number): string {
  return version === 1 ? 'link' : `link.${version}`;
}

/** Versions whose files are in a folder, sorted. */
export async function linkKeyVersions(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const match = /^link(?:\.([1-9]\d{0,8}))?\.key$/.exec(name);
      return match === null ? [] : [Number(match[1] ?? 1)];
    })
    .sort((a, b) => a - b);
}
