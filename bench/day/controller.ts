import type { HintInput } from '../../agent/tracker/hints.ts';
import { createHints, type Hints } from '../../controller/hints/hints.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { bothWays, type Link } from './wireguard.ts';
import type { World } from './world.ts';

export interface ControllerOptions {
  readonly world: World;
  readonly links: readonly Link[];
  readonly clock: Clock;
  /** Whether a router listens. */
  readonly isOpen: (id: number) => boolean;
  readonly onHint: (id: number, hint: HintInput) => void;
}

/** The controller's own hints, over a network in memory. */
export function createController({ world, links, clock, isOpen, onHint }: ControllerOptions): Hints {
  const tunnels = new Map(world.routers.map(({ id, addresses }) => [id, addresses[0] ?? '']));
  const peers = new Map<number, { peer: string; end: Link['ends'][number] }[]>();
  for (const link of links)
    for (const [end, other] of bothWays(link))
      peers.set(end.router.id, [...(peers.get(end.router.id) ?? []), { peer: other.router.name, end }]);
  const nodes = world.routers.map(({ id, name }) => {
    // Of its keys one is looked at: whether it is the same router.
    const key = Buffer.from(name);
    const keys = { identityKey: key, managementKey: key, linkKey: key, sealingKey: key };
    return { nodeId: id, name, site: name, ...keys, approved: 0 };
  });
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const options = {
    clock,
    store: {
      bundles: { peersAt: (id: number) => (peers.get(id) ?? []).map(({ peer }) => peer) },
      releases: { newest: () => 1 },
      desired: { get: () => 1 },
      endpoints: {
        get: (id: number) => tunnels.get(id),
        at: (address: string) => new Set([...tunnels].flatMap(([id, one]) => (one === address ? [id] : []))),
        set: (id: number, address: string) => void tunnels.set(id, address),
      },
      reports: {
        get: (id: number) => ({
          report: {
            runningRelease: 1,
            links: (peers.get(id) ?? []).map(({ peer, end }) => ({ peer, endpoint: end.endpoint ?? '' })),
          },
        }),
      },
    },
    roster: { numbered: (id: number) => nodes[id], named: (name: string) => byName.get(name) },
    watches: { isOpen, ownFacts: () => {}, hint: (id: number, hint: HintInput) => onHint(id, hint) },
  };
  return createHints(options);
}
