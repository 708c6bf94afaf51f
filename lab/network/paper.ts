import { join } from 'node:path';
import { projectFolder } from '../namespaces/visible-folders.ts';
import { type BringUpOptions, bringUpNetwork } from './bring-up.ts';
import type { LabNetwork } from './network.ts';

/** Folder of the paper's inventory. */
export const paperInventory = join(projectFolder(), 'lab/networks/paper');
/** Links of the paper's network. */
export const paperLinks = 10;

/** The paper's network, enrolled, released and green. Nothing is left when it throws. */
export function paperNetwork(options: BringUpOptions = {}): Promise<LabNetwork> {
  return bringUpNetwork(paperInventory, paperLinks, options);
}
