import { join } from 'node:path';
import { projectFolder } from '../namespaces/visible-folders.ts';
import { type BringUpOptions, bringUpNetwork } from './bring-up.ts';
import type { LabNetwork } from './network.ts';

/** Folder of the network that has one of everything that is not plain; its network.toml says what. */
export const mixedInventory = join(projectFolder(), 'lab/networks/mixed');
/** Links of the mixed network. */
export const mixedLinks = 8;

/** The mixed network, enrolled, released and green. Nothing is left when it throws. */
export function mixedNetwork(options: BringUpOptions = {}): Promise<LabNetwork> {
  return bringUpNetwork(mixedInventory, mixedLinks, options);
}
