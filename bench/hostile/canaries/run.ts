import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../../../lab/lab.ts';
import type { Service } from '../../../lab/machines/service.ts';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../../lab/network/network.ts';
import { waitUntilGreen } from '../../../lab/network/wait.ts';
import { hasProgram } from '../../../lab/preconditions/programs.ts';
import { controller } from '../../../lab/topology/description.ts';
import { describeInventory } from '../../../lab/topology/inventory.ts';
import { TowlineError } from '../../../shared/errors.ts';

const inventory = join(projectFolder(), 'bench/hostile/network');
const createdSchema = z.object({ join_string: z.string() });

/** Where packets are kept on each machine, and where what the controller says of itself is. */
export const captureFile = '/tmp/capture.pcap';
export const metricsFile = '/tmp/metrics';
export const nodes = ['aachen', 'berlin'] as const;

const printMetrics = `fetch('http://127.0.0.1:9900/metrics').then((answer) => answer.text()).then(console.log)`;

/** A network of two routers that came with tokens, and every packet of all its machines. */
export interface CanaryRun {
  readonly network: LabNetwork;
  /** Tokens by the node that came with it. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Brings it up, lets it work, and ends the captures. Nothing is left when it throws. */
export async function runWithCanaries(signal: AbortSignal): Promise<CanaryRun> {
  if (!hasProgram('tcpdump'))
    throw new TowlineError('failed', "tcpdump is missing: run 'apt-get install -y tcpdump'");
  const lab = await Lab.up(await describeInventory(inventory), { signal });
  try {
    const captures = [controller, ...nodes].map((machine) => capture(lab, machine));
    const network = new LabNetwork(lab, { env: { TOWLINE_LOG: 'debug' } });
    await network.initController('hostile', inventory);
    const tokens = new Map<string, string>();
    for (const node of nodes) tokens.set(node, await enrollByToken(network, node));
    network.startAgents();
    await network.release('two routers');
    await waitUntilGreen(network, 1, { signal });
    // Errors and refusals are written too: a token that is used up, and a command that fails.
    const again = ['enroll', '--join-file', '/run/join', '--name', 'again'];
    await network.agent('berlin', again, { allowFailure: true });
    await network.towline(['approve', 'nobody'], { allowFailure: true });
    const { stdout } = await lab.exec(controller, [process.execPath, '-e', printMetrics]);
    await lab.writeFile(controller, metricsFile, stdout);
    for (const node of nodes) await lab.exec(node, ['rm', '-f', '/run/join']);
    for (const service of captures) await lab.stopProgram(service);
    return { network, tokens };
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/** Every packet of every interface: what comes out of the tunnels, too. */
function capture(lab: Lab, machine: string): Service {
  // -Z: it would become a user that may not write the file.
  const options = ['-i', 'any', '-s', '0', '-U', '-Z', 'root', '-w', captureFile];
  return lab.start(machine, ['tcpdump', ...options], { name: 'tcpdump' });
}

async function enrollByToken(network: LabNetwork, node: string): Promise<string> {
  const made = await network.towlineJson(['token', 'create', '--node', node]);
  const { join_string } = createdSchema.parse(made);
  await network.lab.writeFile(node, '/run/join', `${join_string}\n`, 0o600);
  await network.agent(node, ['enroll', '--join-file', '/run/join', '--name', node]);
  return join_string.split('?')[1] ?? '';
}
