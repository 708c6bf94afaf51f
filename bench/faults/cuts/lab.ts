import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../../../lab/lab.ts';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../../lab/network/network.ts';
import { waitForSession, waitUntilGreen } from '../../../lab/network/wait.ts';
import { controller, lineOf } from '../../../lab/topology/description.ts';
import { countWireGuardInterfaces, describeInventory } from '../../../lab/topology/inventory.ts';
import type { Kind, Place } from './cut.ts';

const folder = join(projectFolder(), 'bench/faults/cuts');

/** The nodes that are cut off, by what their way to the controller is. */
export const spokes: Readonly<Record<Kind, readonly string[]>> = {
  dual: ['dual-1', 'dual-2', 'dual-3', 'dual-4', 'dual-5', 'dual-6'],
  four: ['four'],
  six: ['six'],
  behind: ['behind'],
};

/** Links of the network. */
export const links = 9;

/** On a computer with a lot to do besides. */
const patienceMs = 180_000;

const enrollmentSchema = z.object({
  controllerAddress: z.string(),
  controllerPort: z.number(),
  controllerEndpoints: z.array(z.string()),
});

/** The network of `network/`, enrolled, released and green. Nothing is left of it when it throws. */
export async function bringUp(signal: AbortSignal): Promise<LabNetwork> {
  const inventory = join(folder, 'network');
  const lab = await Lab.up(await describeInventory(inventory), {
    signal,
    wireGuardInterfaces: await countWireGuardInterfaces(inventory),
  });
  try {
    const network = new LabNetwork(lab);
    await network.initController('cuts', inventory);
    const agentToml = await readFile(join(folder, 'agent.toml'), 'utf8');
    await Promise.all(lab.nodes.map((node) => lab.writeFile(node, '/etc/towline/agent.toml', agentToml)));
    await network.enroll(lab.nodes, { deadlineMs: patienceMs, signal });
    network.startAgents();
    await network.release('the network');
    await waitUntilGreen(network, links, { signal, deadlineMs: patienceMs });
    await blockDirectWay(network);
    await waitForSession(network, 'hub', 'behind', patienceMs);
    await waitUntilGreen(network, links, { signal, deadlineMs: patienceMs });
    return network;
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/** From here on `behind` reaches the controller over the hub only. */
async function blockDirectWay(network: LabNetwork): Promise<void> {
  const { lab } = network;
  const { ipv4 = '' } = lab.publicAddresses(controller);
  const rules = `table ip provider { chain forward { type filter hook forward priority 0; ip daddr ${ipv4} drop; };\n}`;
  await lab.exec(lineOf('behind'), ['nft', '-f', '-'], { input: rules });
  // wireguard-go sends by the interface that answers come from, whatever the routes say: it starts anew.
  await network.rebootNode('behind');
}

/** What a cut at a node may have to name. */
export async function placeOf({ lab }: LabNetwork, node: string): Promise<Place> {
  const enrollment = enrollmentSchema.parse(
    JSON.parse(await lab.readFile(node, '/var/lib/towline/enrollment.json')),
  );
  const { ipv4 = '', ipv6 = '' } = lab.publicAddresses(controller);
  const own = lab.publicAddresses(node);
  return {
    controllerV4: ipv4,
    controllerV6: ipv6,
    tunnelPort: Number(/:(\d+)$/.exec(enrollment.controllerEndpoints[0] ?? '')?.[1]),
    inner: enrollment.controllerAddress,
    innerPort: enrollment.controllerPort,
    uplinkV4: own.ipv4?.replace(/\.\d+$/, '') ?? '',
    uplinkV6: own.ipv6?.replace(/::.*$/, '') ?? '',
  };
}
