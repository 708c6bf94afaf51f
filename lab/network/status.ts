import { z } from 'zod';
import type { LabNetwork } from './network.ts';

const statusSchema = z.object({
  active_release: z.number().nullable(),
  nodes: z.array(
    z.object({
      name: z.string(),
      condition: z.string(),
      running_release: z.number().nullable(),
      last_apply: z.object({ reason: z.string().optional() }).nullish(),
      links: z.array(z.object({ peer: z.string(), bgp_state: z.string(), bfd_state: z.string() })),
    }),
  ),
});

/** The part of `towline status --json` that the lab looks at. */
export type FleetStatus = z.output<typeof statusSchema>;

/** A link as both of its ends report it. */
export interface LinkStatus {
  /** `<node>--<node>`, in alphabetical order. */
  readonly name: string;
  /** BGP is established and BFD up at both ends. */
  readonly isEstablished: boolean;
}

/** Asks the controller. */
export async function readStatus(network: LabNetwork): Promise<FleetStatus> {
  return statusSchema.parse(await network.towlineJson(['status']));
}

/** The links that nodes report, each once, sorted. */
export function linksOf(status: FleetStatus): LinkStatus[] {
  const ends = new Map<string, number>();
  for (const node of status.nodes) {
    for (const link of node.links) {
      const name = [node.name, link.peer].sort().join('--');
      const isUp = link.bgp_state === 'Established' && link.bfd_state === 'Up';
      ends.set(name, (ends.get(name) ?? 0) + (isUp ? 1 : 0));
    }
  }
  return [...ends]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, up]) => ({ name, isEstablished: up === 2 }));
}

/** Whether every node runs what it should and `links` links are established. */
export function isGreen(status: FleetStatus, links: number): boolean {
  return (
    status.nodes.every((node) => node.condition === 'ok') &&
    linksOf(status).filter((link) => link.isEstablished).length === links
  );
}
