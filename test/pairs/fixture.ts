import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { until } from '../lab/until.ts';

export interface NodeShown {
  readonly name: string;
  readonly condition: string;
  readonly confirmed_release: number;
  readonly desired_release: number;
  readonly put_off: string | null;
  readonly taken_back: string | null;
}

interface AgentShown {
  readonly state: string;
  readonly step: string | null;
  readonly reason: string | null;
}

export const ends = [
  { node: 'aachen', interface: 'tl-berlin' },
  { node: 'berlin', interface: 'tl-aachen' },
] as const;

/** Two routers with one link, and what is asked of them. */
export async function startPair() {
  const folder = await mkdtemp(join(tmpdir(), 'towline-pairs-'));
  const inventory = join(folder, 'pair');
  for (const [index, { node }] of ends.entries()) {
    const place = join(inventory, 'sites', node, node);
    await mkdir(place, { recursive: true });
    await writeFile(join(inventory, 'sites', node, 'site.toml'), 'groups = ["pair"]\n');
    const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
    await writeFile(join(place, 'node.toml'), lan);
  }
  await writeFile(join(inventory, 'network.toml'), 'name = "pair"\n');
  let network: LabNetwork;
  try {
    network = await bringUpNetwork(inventory, 1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const nodes = async () => ((await network.towlineJson(['status'])) as { nodes: NodeShown[] }).nodes;
  const agentOf = async (node: string) =>
    JSON.parse(
      (await network.agent(node, ['status', '--json'], { allowFailure: true })).stdout,
    ) as AgentShown;
  const wg = async (node: string, ...args: string[]) =>
    (await network.lab.exec(node, ['wg', ...args])).stdout.trim();
  const ports = () => Promise.all(ends.map((end) => wg(end.node, 'show', end.interface, 'listen-port')));
  const keys = () => Promise.all(ends.map((end) => wg(end.node, 'show', end.interface, 'preshared-keys')));
  const confirmed = (release: number) =>
    until(
      `both have confirmed release ${release}`,
      async () => (await nodes()).every((node) => node.confirmed_release === release),
      30_000,
    );
  return { network, nodes, agentOf, wg, ports, keys, confirmed, close: () => network.lab.down() };
}
