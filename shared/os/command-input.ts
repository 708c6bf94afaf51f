import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { TowlineError } from '../errors.ts';

// TMPFS_MAGIC and RAMFS_MAGIC of statfs(2).
const memoryFileSystems = new Set([0x0102_1994, 0x8584_58f6]);

/**
 * Puts text where a child can open it as `/dev/stdin`, in memory alone: a file of a tmpfs that loses its name
 * before it is written. A pipe of Node's will not do, since it is a socket, and open(2) of a socket fails with
 * ENXIO (`wg syncconf NAME /dev/stdin` opens it). The caller closes the descriptor with `closeCommandInput`.
 */
export function openCommandInput(text: string, folders: readonly string[] = memoryFolders()): number {
  for (const folder of folders) {
    if (!isInMemory(folder)) continue;
    const path = `${folder}/.towline-${randomBytes(12).toString('hex')}`;
    let descriptor: number;
    try {
      descriptor = openSync(path, 'wx+', 0o600);
    } catch {
      continue;
    }
    unlinkSync(path);
    // An explicit position leaves the descriptor's own offset at 0, where the child starts to read.
    writeSync(descriptor, text, 0);
    return descriptor;
  }
  throw new TowlineError('failed', `no tmpfs to hand keys over in: mount one on ${folders[0] ?? '/dev/shm'}`);
}

export function closeCommandInput(descriptor: number): void {
  closeSync(descriptor);
}

function memoryFolders(): string[] {
  const runtime = process.env.XDG_RUNTIME_DIR;
  return ['/dev/shm', '/run/towline', '/run', ...(runtime === undefined ? [] : [runtime])];
}

function isInMemory(folder: string): boolean {
  try {
    return memoryFileSystems.has(statfsSync(folder).type);
  } catch {
    return false;
  }
}
