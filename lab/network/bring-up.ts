import { basename } from 'node:path';
import { Lab } from '../lab.ts';
import { countWireGuardInterfaces, describeInventory } from '../topology/inventory.ts';
import { LabNetwork } from './network.ts';
import type { Programs } from './programs.ts';
import { waitUntilGreen } from './wait.ts';

export interface BringUpOptions {
  readonly signal?: AbortSignal;
  /** The two programs; those in dist/ unless said otherwise. */
  readonly programs?: Programs;
  /** Environment of the two programs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of network.toml to set before the first release: dotted key and value as `towline set` takes it. */
  readonly values?: Readonly<Record<string, string>>;
  /** Patience with the controller, with enrollment, and with the links after it; less than a minute each without it. */
  readonly deadlineMs?: number;
}

/**
 * The network of an inventory folder, enrolled, released and green with so many links; it is named after the
 * folder. Nothing is left when it throws.
 */
export async function bringUpNetwork(
  inventory: string,
  links: number,
  { signal, programs, env = {}, values = {}, deadlineMs }: BringUpOptions = {},
): Promise<LabNetwork> {
  const patience = deadlineMs === undefined ? {} : { deadlineMs };
  const lab = await Lab.up(await describeInventory(inventory), {
    ...(signal === undefined ? {} : { signal }),
    wireGuardInterfaces: await countWireGuardInterfaces(inventory),
  });
  try {
    const network = new LabNetwork(lab, { env, ...(programs === undefined ? {} : { programs }) });
    await network.initController(basename(inventory), inventory, patience);
    for (const [key, value] of Object.entries(values)) await network.towline(['set', key, value]);
    await network.enroll(undefined, patience);
    network.startAgents();
    await network.release(`the network of ${basename(inventory)}`);
    await waitUntilGreen(network, links, { signal, ...patience });
    return network;
  } catch (error) {
    await lab.down();
    throw error;
  }
}
