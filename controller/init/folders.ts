import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import type { ControllerConfig } from '../config/load.ts';

/**
 * Looks, before anything is made, whether this user may make what a controller has outside of its state folder.
 * Throws `denied` with what root is to do.
 */
export function requireFolders(
  { state_dir, network_dir }: Pick<ControllerConfig, 'state_dir' | 'network_dir'>,
  configPath: string,
): void {
  const wanted = [
    existsSync(state_dir) ? state_dir : dirname(state_dir),
    ...(existsSync(configPath) ? [] : [dirname(configPath)]),
    ...(existsSync(`${network_dir}/.git`) ? [] : [dirname(network_dir)]),
  ];
  for (const folder of wanted) {
    if (mayWrite(nearest(folder))) continue;
    const owner = `-o ${process.geteuid?.()} -g ${process.getegid?.()}`;
    const own = folder === dirname(state_dir) ? `-m 0700 ${state_dir}` : folder;
    throw new TowlineError(
      'denied',
      `this user may not write to ${folder}: as root, 'install -d ${owner} ${own}'; --config, --state-dir and --network-dir name other places`,
    );
  }
}

/** The folder, or the first one above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
