import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import type { NetworkModel } from '../model/network.ts';
import { capped, disconnected, noSecondPath, singlePoints } from './connectivity.ts';
import { findCuts } from './cuts.ts';
import { linkGraph, transitGraph } from './graph.ts';
import { largeMeshes } from './mesh.ts';

/**
 * Looks at the network as a whole, as the inventory plans it: nodes that are not enrolled yet count. The worst
 * first: parts without a path between them, nodes and links whose loss splits the network, nodes with one link
 * only, meshes that are too large; at most 20 of each kind and a word on the others. Pure, in time linear in nodes
 * and links.
 */
export function checkConnectivity(network: NetworkModel): Finding[] {
  const links = linkGraph(network);
  const transit = transitGraph(links);
  const cuts = findCuts(transit);
  const { nodes, links: bridges } = singlePoints(transit, cuts);
  return [
    ...disconnected(links, transit, cuts),
    ...nodes,
    ...bridges,
    ...noSecondPath(links),
    ...capped(largeMeshes(network), 'large_mesh', 'large meshes', (same) => same),
  ];
}
