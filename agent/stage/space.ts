import { dirname } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import type { Space } from '../../shared/os/free-space.ts';

/**
 * Stays free beside a bundle: for the journal, the link `current` and the files of a rollback, all of which are
 * written beside what they replace.
 */
const slackBytes = 256 * 1024;
const slackInodes = 16;
const kib = (bytes: number) => `${Math.ceil(bytes / 1024)} KiB`;

/**
 * What is lacking on the file system, in words; undefined if there is enough. Pure.
 *
 * @param manifest of the bundle that is about to be written; undefined if nothing is but the slack
 */
function lackOfSpace(space: Space, manifest: Manifest | undefined): string | undefined {
  const { bytes, inodes } =
    manifest === undefined ? { bytes: 0, inodes: 0 } : sizeOf(manifest, space.blockSize);
  if (space.bytes < bytes + slackBytes)
    return `${kib(space.bytes)} are free and ${kib(bytes + slackBytes)} are needed`;
  if (space.inodes !== undefined && space.inodes < inodes + slackInodes)
    return `${space.inodes} inodes are free and ${inodes + slackInodes} are needed`;
  return undefined;
}

/** Throws `failed` if there is not enough on the file system of a folder; see `lackOfSpace`. */
export function requireSpace(folder: string, space: Space, manifest: Manifest | undefined): void {
  const lack = lackOfSpace(space, manifest);
  if (lack !== undefined) throw new TowlineError('failed', `no room in ${folder}: ${lack}, make some`);
}

/** What a bundle takes on the disk: whole blocks, its folders and its manifest with it. */
function sizeOf({ files, sealedSecrets }: Manifest, blockSize: number): { bytes: number; inodes: number } {
  const whole = (length: number) => Math.ceil(length / blockSize) * blockSize;
  const folders = new Set(files.map(({ path }) => dirname(path))).size + 1;
  // Names, digests and the signature: more than a file's entry takes in the manifest.
  const manifest = 4096 + sealedSecrets.length + files.length * 256;
  const bytes = files.reduce((sum, { length }) => sum + whole(length), whole(manifest) + folders * blockSize);
  return { bytes, inodes: files.length + folders + 1 };
}
