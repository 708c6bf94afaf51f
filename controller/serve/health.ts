import { access, constants, stat } from 'node:fs/promises';
import { type Check, healthPage } from '../../shared/net/health.ts';
import type { Pages } from '../../shared/net/http-server.ts';
import type { FreeSpace } from '../../shared/os/free-space.ts';
import type { AdminContext } from '../admin/context.ts';

export interface ControllerHealth {
  readonly stateDir: string;
  readonly freeSpace: FreeSpace;
  /** The admin socket: the last listener that is opened, and the only one whose place somebody may take away. */
  readonly socket: string;
  readonly isStarted: () => boolean;
}

/** A release of a large network is some MB; below this SQLite may fail in the middle of one. */
const leastBytes = 32 * 1024 * 1024;

/**
 * `/healthz`: the controller does its work; 503 is a reason to start it again, or to look at its disk. `/readyz`: it
 * listens, and its inventory is open. Processes that render are started when there is work, and are not looked at.
 */
export function healthPages(
  { store, clock }: Pick<AdminContext, 'store' | 'clock'>,
  { stateDir, freeSpace, socket, isStarted }: ControllerHealth,
): Pages {
  const listening: Check = async () => {
    const isThere = await stat(socket).then(
      (found) => found.isSocket(),
      () => false,
    );
    return isThere ? undefined : `${socket} is gone: nobody can reach this controller by the towline command`;
  };
  const database: Check = async () => {
    // Takes the lock of a writer, which a database that cannot be written refuses.
    store.transaction(() => store.network.get());
    await access(stateDir, constants.W_OK);
    return undefined;
  };
  const disk: Check = async () => {
    const { bytes, inodes = 1 } = await freeSpace(stateDir);
    return bytes < leastBytes || inodes === 0
      ? `${Math.floor(bytes / 1e6)} MB and ${inodes} inodes are left`
      : undefined;
  };
  const started: Check = () => (isStarted() ? undefined : 'is starting or stopping');
  return {
    '/healthz': healthPage({ clock, checks: { database, disk, listeners: listening } }),
    '/readyz': healthPage({ clock, checks: { controller: started, database, listeners: listening } }),
  };
}
