import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import { workTree } from '../../lab/network/inventory.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';

const inventory = join(projectFolder(), 'test/services/network');
const example = join(projectFolder(), 'examples/services/nftables');
const template = 'templates/nftables/nftables.conf.njk';

/** Ports of the host behind Aachen that answer. */
export const ports = [8080, 8443] as const;

/** Two sites, and the shipped example's entry in Aachen's agent.toml; its service is not switched on yet. */
export async function networkWithExample(): Promise<LabNetwork> {
  const network = await bringUpNetwork(inventory, 1);
  const { lab } = network;
  try {
    listen(network);
    const agentToml = await readFile(join(example, 'agent.toml'), 'utf8');
    await lab.writeFile('aachen', '/etc/towline/agent.toml', agentToml);
    await network.stopAgent('aachen');
    network.startAgent('aachen');
    await waitUntilGreen(network, 1);
    await until('both ports are open', async () => (await openPorts(network)) === ports.join(' '), 30_000);
    return network;
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/** Puts the example's template beside the site's site.toml. */
export async function installTemplate({ lab }: LabNetwork): Promise<void> {
  const text = await readFile(join(example, template), 'utf8');
  await lab.writeFile('controller', `${workTree}/sites/aachen/${template}`, text);
}

function listen({ lab }: LabNetwork): void {
  const script = ports.map((port) => `require('net').createServer((s) => s.end()).listen(${port}, '::');`);
  lab.start('host-aachen', [process.execPath, '-e', script.join('\n')], { name: 'ports' });
}

/** The ports of the host behind Aachen that the host behind Berlin reaches, the same in both families, or each. */
export async function openPorts({ lab }: LabNetwork): Promise<string> {
  const { ipv4 = '', ipv6 = '' } = lab.hostAddresses('aachen');
  const script = `
    const [ports, ...hosts] = process.argv.slice(1);
    const open = (host, port) => new Promise((resolve) => {
      const socket = require('net').connect({ host, port });
      const end = (result) => { socket.destroy(); resolve(result); };
      socket.setTimeout(1000, () => end(false)).on('connect', () => end(true)).on('error', () => end(false));
    });
    Promise.all(hosts.map(async (host) => {
      const all = JSON.parse(ports);
      const answers = await Promise.all(all.map((port) => open(host, port)));
      return all.filter((_, index) => answers[index]).join(' ');
    })).then((lines) => console.log(JSON.stringify(lines)));`;
  const { stdout } = await lab.exec('host-berlin', [
    process.execPath,
    '-e',
    script,
    JSON.stringify(ports),
    ipv4,
    ipv6,
  ]);
  const [v4 = '', v6 = ''] = z.array(z.string()).parse(JSON.parse(stdout));
  return v4 === v6 ? v4 : `IPv4 ${v4}, IPv6 ${v6}`;
}

/** The table of the example as the kernel has it, with its counters; empty if it is not there. */
export async function siteTable({ lab }: LabNetwork): Promise<string> {
  const listed = await lab.exec('aachen', ['nft', 'list', 'table', 'inet', 'site'], { allowFailure: true });
  return listed.stdout;
}

const applied = z.object({
  running: z.object({ release: z.number() }),
  last_apply: z.object({ release: z.number(), outcome: z.string(), reason: z.string() }),
});

/** What became of the release that a node tried last; waits until it is that one. */
export async function outcomeOf(network: LabNetwork, node: string, release: number) {
  let status: z.output<typeof applied> | undefined;
  await until(
    `${node} has taken or refused release ${release}`,
    async () => {
      const { stdout } = await network.agent(node, ['status', '--json'], { allowFailure: true });
      status = applied.parse(JSON.parse(stdout));
      return status.last_apply.release === release && status.last_apply.outcome !== 'applying';
    },
    60_000,
  );
  if (status === undefined) throw new Error('no status');
  return { ...status.last_apply, running: status.running.release };
}

const committed = z.object({ release: z.number().nullable() });

/** Sets values of a node, commits and activates; resolves to the release. */
export async function change(
  network: LabNetwork,
  node: string,
  values: Readonly<Record<string, unknown>>,
): Promise<number> {
  for (const [key, value] of Object.entries(values)) {
    await network.towline(['set', key, JSON.stringify(value), '--node', node]);
  }
  const { commit } = await network.release(Object.keys(values).join(', '));
  return committed.parse(commit).release ?? 0;
}
