import { statfs } from 'node:fs/promises';

/** What a file system has left for an ordinary user. */
export interface Space {
  readonly bytes: number;
  /** Undefined where inodes are not counted. */
  readonly inodes: number | undefined;
  /** Bytes; what a file takes is a multiple of it. */
  readonly blockSize: number;
}

/** Looks up what is left on the file system of a folder (statfs(2)). */
export type FreeSpace = (folder: string) => Promise<Space>;

export const freeSpace: FreeSpace = async (folder) => {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  // btrfs makes inodes as it goes and says 0 of 0.
  return { bytes: bavail * bsize, inodes: files === 0 ? undefined : ffree, blockSize: bsize };
};
