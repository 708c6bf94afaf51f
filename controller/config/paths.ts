import { join } from 'node:path';
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
}

export function statePaths(config: Pick<ControllerConfig, 'state_dir'>): StatePaths {
  return {
    database: join(config.state_dir, 'controller.db'),
    lock: join(config.state_dir, 'controller.lock'),
    keys: join(config.state_dir, 'keys'),
    inventory: join(config.state_dir, 'inventory.git'),
    rendered: join(config.state_dir, 'rendered.git'),
  };
}
