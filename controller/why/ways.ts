import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import type { NetworkModel } from '../model/network.ts';

/** The nodes at the other ends of a node's links. */
type PeersOf = (name: string) => readonly string[];

/** A way over the fewest links, both ends included; empty if there is none. Pure. */
export function plannedWay(from: string, to: string, peersOf: PeersOf): string[] {
  const before = new Map<string, string>([[from, '']]);
  let open = [from];
  while (open.length > 0 && !before.has(to)) {
    const next: string[] = [];
    for (const node of open) {
      for (const peer of [...peersOf(node)].sort()) {
        if (before.has(peer)) continue;
        before.set(peer, node);
        next.push(peer);
      }
    }
    open = next;
  }
  const way: string[] = [];
  for (let node = before.has(to) ? to : ''; node !== ''; node = before.get(node) ?? '') way.unshift(node);
  return way;
}

/**
 * The way that packets take now: by which link they leave, and then through which sites, as BGP has it; of a site with
 * several nodes one that has a link with the node before. Empty if they enter no link. Pure.
 */
export function takenWay(
  from: string,
  to: string,
  answer: Pick<Examination, 'routeInterface' | 'routePath'> | undefined,
  peersOf: PeersOf,
  network: Pick<NetworkModel, 'sites'> | undefined,
): string[] {
  const first = peersOf(from).find((peer) => linkInterface(peer) === answer?.routeInterface);
  if (answer === undefined || first === undefined) return [];
  const way = [from, first];
  for (const asn of answer.routePath) {
    const nodes = network?.sites.find((site) => site.asn === asn)?.nodes ?? [];
    const last = way.at(-1) ?? first;
    if (nodes.length === 0 || nodes.includes(last)) continue;
    const linked = nodes.filter((node) => peersOf(last).includes(node));
    way.push((nodes.includes(to) && linked.includes(to) ? to : linked[0]) ?? nodes[0] ?? '');
  }
  return way.at(-1) === to ? way : [...way, to];
}
