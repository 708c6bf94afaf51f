import { join } from 'node:path';
import { Lab } from '../lab.ts';
import { projectFolder } from '../namespaces/visible-folders.ts';
import { countWireGuardInterfaces, describeInventory } from '../topology/inventory.ts';
import { LabNetwork } from './network.ts';
import { waitUntilGreen } from './wait.ts';

/** Folder of the paper's inventory. */
export const paperInventory = join(projectFolder(), 'lab/networks/paper');
/** Links of the paper's network. */
export const paperLinks = 10;

export interface PaperOptions {
  readonly signal?: AbortSignal;
  /** Values of network.toml to set before the first release: dotted key and value as `towline set` takes it. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The paper's network, enrolled, released and green. Nothing is left when it throws. */
export async function paperNetwork({ signal, values = {} }: PaperOptions = {}): Promise<LabNetwork> {
  const lab = await Lab.up(await describeInventory(paperInventory), {
    ...(signal === undefined ? {} : { signal }),
    wireGuardInterfaces: await countWireGuardInterfaces(paperInventory),
  });
  try {
    const network = new LabNetwork(lab);
    await network.initController('paper', paperInventory);
    for (const [key, value] of Object.entries(values)) await network.towline(['set', key, value]);
    await network.enroll();
    network.startAgents();
    await network.release('the network of the paper');
    await waitUntilGreen(network, paperLinks, { signal });
    return network;
  } catch (error) {
    await lab.down();
    throw error;
  }
}
