import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBundlePath } from '../../shared/bundle/path.ts';
import type { Bundle } from '../check/bundle.ts';
import { knownServices } from '../config/schema.ts';
import type { CustomService } from '../config/services.ts';
import { checkFile } from '../verify/files.ts';

/** How one file of a custom service has to be. */
export interface FileState {
  readonly name: string;
  readonly sha256: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** One file of a custom service, as a bundle has it. */
export interface ServiceFile extends FileState {
  /** Throws `untrusted` if the bundle was changed on the disk. */
  read(): Promise<Buffer>;
}

/** A bundle's files by custom service, both sorted; the agent's own services are left out. */
export function serviceFiles(bundle: Bundle): Map<string, ServiceFile[]> {
  const services = new Map<string, ServiceFile[]>();
  const shipped: readonly string[] = knownServices;
  for (const file of [...bundle.manifest.files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = parseBundlePath(file.path);
    if (path === undefined || shipped.includes(path.service)) continue;
    const read = async () => {
      const content = await readFile(join(bundle.folder, file.path));
      checkFile(file, content);
      return content;
    };
    const before = services.get(path.service) ?? [];
    services.set(path.service, [
      ...before,
      { name: path.file, sha256: file.sha256, mode: file.mode & 0o777, read },
    ]);
  }
  return services;
}

/** The files of one service with the permissions that agent.toml wants for them. */
export function wantedFiles(files: readonly ServiceFile[], { mode }: CustomService): ServiceFile[] {
  return files.map((file) => ({ ...file, mode: mode ?? file.mode }));
}
