import { join } from 'node:path';
import { z } from 'zod';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { until } from '../lab/until.ts';
import type { Announcement, Session } from './attacker.ts';

export const neighbours = ['aachen', 'berlin'] as const;
export type Neighbour = (typeof neighbours)[number];

/** The router that is stolen. */
export const stolen = 'dresden';

const nodeShape = z.object({
  node: z.object({ loopback_v4: z.string(), loopback_v6: z.string(), management_address: z.string() }),
});
const siteShape = z.object({ site: z.object({ asn: z.number() }) });

/** What a node has; its site has the same name. */
export interface Known {
  readonly asn: number;
  readonly v4: string;
  readonly v6: string;
  readonly management: string;
  /** Address on all its links. */
  readonly onLinks: string;
}

export function stolenNetwork(): Promise<LabNetwork> {
  return bringUpNetwork(join(import.meta.dirname, 'network'), 4);
}

export async function knowledgeOf(network: LabNetwork, name: string): Promise<Known> {
  const { node } = nodeShape.parse(await network.towlineJson(['node', 'show', name]));
  const { site } = siteShape.parse(await network.towlineJson(['site', 'show', name]));
  const { stdout } = await network.lab.exec(name, [
    'sh',
    '-c',
    "ip -6 -o addr show scope link | grep -o 'tl-.*fe80::[0-9a-f:]*' | head -1",
  ]);
  return {
    asn: site.asn,
    v4: node.loopback_v4,
    v6: node.loopback_v6,
    management: node.management_address,
    onLinks: /fe80::\S+/.exec(stdout)?.[0] ?? '',
  };
}

/** Ends what runs on the stolen router, agent and BIRD, and starts a BIRD of the attacker's there; again and again. */
export async function attack(network: LabNetwork, text: string): Promise<void> {
  const file = '/etc/attack/bird.conf';
  await network.lab.writeFile(stolen, file, text);
  await network.lab.exec(stolen, ['birdc', 'down'], { allowFailure: true });
  await until('the router has no BIRD', async () => {
    const { exitCode } = await network.lab.exec(stolen, ['birdc', 'show', 'status'], { allowFailure: true });
    return exitCode !== 0;
  });
  network.lab.start(stolen, ['bird', '-f', '-c', file], { name: 'attack' });
}

/** The sessions of the stolen router. */
export function sessionsOf(known: Readonly<Record<string, Known>>): Session[] {
  return neighbours.map((name) => ({
    interface: `tl-${name}`,
    local: known[stolen]?.onLinks ?? '',
    neighbor: known[name]?.onLinks ?? '',
    asn: known[name]?.asn ?? 0,
  }));
}

/** Prefixes that a node has from the stolen router, sorted. */
async function takenBy(network: LabNetwork, node: string): Promise<string[]> {
  const { stdout } = await network.lab.exec(node, ['birdc', 'show', 'route', 'protocol', `link_${stolen}`], {
    allowFailure: true,
  });
  return stdout
    .split('\n')
    .flatMap((line) => /^([0-9a-f:.]+\/\d+)\s/.exec(line)?.[1] ?? [])
    .sort();
}

/** How many routes a node was sent by the stolen router so far, withdrawn ones among them. */
async function receivedBy(network: LabNetwork, node: string): Promise<number> {
  const { stdout } = await network.lab.exec(node, ['birdc', 'show', 'protocols', 'all', `link_${stolen}`]);
  return [...stdout.matchAll(/Import updates:\s+(\d+)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** Resolves when the neighbours have got routes, and none come any more. */
export async function waitForRoutes(network: LabNetwork): Promise<void> {
  for (const node of neighbours) {
    let [before, quiet] = [-1, 0];
    await until(
      `${node} has got all routes`,
      async () => {
        const now = await receivedBy(network, node);
        quiet = now === before ? quiet + 1 : 0;
        before = now;
        return now > 0 && quiet >= 10;
      },
      30_000,
    );
  }
}

/** Of what is announced, what each of these nodes has taken, in the words of the announcements. */
export async function tableOf(
  network: LabNetwork,
  announcements: readonly Announcement[],
): Promise<Record<string, string[]>> {
  const words = new Map(announcements.map(({ prefix, what }) => [prefix, what]));
  const rows = neighbours.map(async (node) => {
    const taken = await takenBy(network, node);
    return [
      node,
      taken.map((prefix) => `${words.get(prefix) ?? 'not announced'}: ${prefix}`).sort(),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
