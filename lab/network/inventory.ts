import { join } from 'node:path';
import { readSourceTree, type SourceTree } from '../../controller/inventory/source.ts';
import type { Lab } from '../lab.ts';
import { controller } from '../topology/description.ts';
import { labFile } from '../topology/inventory.ts';

/** Where the controller's machine has the inventory's work tree. */
export const workTree = '/etc/towline/network';

/** The files of an inventory that an admin writes: not what the controller generates, nor what is the lab's. */
export async function readAuthoredFiles(folder: string): Promise<SourceTree> {
  const tree = await readSourceTree(folder);
  return new Map([...tree].filter(([path]) => path !== labFile && !path.startsWith('generated/')));
}

/** Puts the files of an inventory into the controller's work tree, over what is there. */
export async function installInventory(lab: Lab, files: SourceTree): Promise<void> {
  await Promise.all([...files].map(([path, text]) => lab.writeFile(controller, join(workTree, path), text)));
}
