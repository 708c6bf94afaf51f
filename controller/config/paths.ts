import { dirname, join } from 'node:path';
import type { ControllerConfig } from './load.ts';

/** Where things lie below the state folder. */
export interface StatePaths {
  readonly database: string;
  readonly lock: string;
  readonly keys: string;
  /** The authoritative inventory, bare. */
  readonly inventory: string;
  /** The rendered files, bare; a projection of the database. */
  readonly rendered: string;
  /** Packages for routers, besides those that came with the controller. */
  readonly packages: string;
}

export function statePaths(config: Pick<ControllerConfig, 'state_dir'>): StatePaths {
  return {
    database: join(config.state_dir, 'controller.db'),
    lock: join(config.state_dir, 'controller.lock'),
    keys: join(config.state_dir, 'keys'),
    inventory: join(config.state_dir, 'inventory.git'),
    rendered: join(config.state_dir, 'rendered.git'),
    packages: join(config.state_dir, 'packages'),
  };
}

/** Folders and files that only the controller's user may read, or write: state, keys, the way to the admin socket. */
export function secretPlaces(
  config: Pick<ControllerConfig, 'state_dir' | 'network_dir' | 'socket' | 'signing_key'>,
): string[] {
  const { CREDENTIALS_DIRECTORY: credentials } = process.env;
  const named = [config.signing_key, credentials].filter((path) => path !== undefined);
  return [config.state_dir, config.network_dir, dirname(config.socket), ...named];
}
