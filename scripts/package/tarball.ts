import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type PackageFile, stage } from './stage.ts';
import type { Version } from './version.ts';

/** Writes `<name>.tar.gz` below `out`, with one folder of that name in it; resolves to its file name. Same input, same bytes. */
export async function buildTarball(
  name: string,
  files: readonly PackageFile[],
  { epoch }: Version,
  out: string,
): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'towline-tar-'));
  try {
    mkdirSync(join(work, name));
    stage(files, join(work, name), epoch);
    const file = `${name}.tar.gz`;
    const same = [
      '--sort=name',
      '--format=ustar',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      `--mtime=@${epoch}`,
    ];
    await execa('tar', [...same, '-I', 'gzip -9 -n', '-C', work, '-cf', join(out, file), name]);
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
