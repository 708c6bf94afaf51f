import { chmodSync, cpSync, lutimesSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One file of a package: from a file of ours, or a symbolic link. */
export type PackageFile = {
  /** Where it is on the machine, without the first "/". */
  readonly to: string;
  /** 0o644 unless said otherwise. */
  readonly mode?: number;
} & ({ readonly from: string } | { readonly link: string });

/** Lays files out below a folder, with the same names, permissions and times wherever and whenever it is done. */
export function stage(files: readonly PackageFile[], folder: string, epoch: number): void {
  const folders = new Set<string>([folder]);
  for (const file of files) {
    const path = join(folder, file.to);
    for (let above = dirname(path); !folders.has(above); above = dirname(above)) folders.add(above);
    mkdirSync(dirname(path), { recursive: true });
    if ('link' in file) symlinkSync(file.link, path);
    else cpSync(file.from, path);
    if (!('link' in file)) chmodSync(path, file.mode ?? 0o644);
    lutimesSync(path, epoch, epoch);
  }
  for (const path of [...folders].sort().reverse()) {
    chmodSync(path, 0o755);
    lutimesSync(path, epoch, epoch);
  }
}
