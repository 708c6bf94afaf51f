import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import { bfdProfiles } from '../inventory/defaults.ts';
import type { NetworkModel, NodeModel } from '../model/network.ts';
import { counted, listed } from '../text.ts';

/**
 * Members from which on a full mesh is worth a warning. At 50 a node has 49 interfaces, each with a session that
 * brings every prefix of the group once more, and sends 163 BFD packets a second at the default of 300 ms, which is
 * where a small router's one core begins to notice; links grow with the square, so that twice as many nodes cost
 * four times as much. It also stays well below the 128 user-space WireGuard processes that Linux allows by default
 * (fs.inotify.max_user_instances).
 */
export const largeMesh = 50;

/** Neighbours of a node in the partial mesh that a warning compares with. */
const partialDegree = 6;

/** Groups that are fully meshed and have `limit` members or more, the largest first. */
export function largeMeshes(network: NetworkModel, limit = largeMesh): Finding[] {
  const members = new Map<string, NodeModel[]>();
  for (const node of network.nodes) {
    for (const group of new Set(node.groups)) {
      const list = members.get(group);
      if (list === undefined) members.set(group, [node]);
      else list.push(node);
    }
  }
  return [...members]
    .filter(([group, nodes]) => nodes.length >= limit && isMesh(group, nodes))
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([group, nodes]) => ({
      kind: 'large_mesh',
      nodes: nodes.map((node) => node.name).sort(),
      text: meshText(group, nodes),
    }));
}

/** A hub group has members with fewer links among themselves. */
function isMesh(group: string, nodes: readonly NodeModel[]): boolean {
  const names = new Set(nodes.map((node) => node.name));
  return nodes.every((node) => {
    const inside = new Set(node.peers.filter((peer) => names.has(peer)));
    return inside.size === names.size - 1 && node.groups.includes(group);
  });
}

function meshText(group: string, nodes: readonly NodeModel[]): string {
  const size = nodes.length;
  const links = (size * (size - 1)) / 2;
  const intervals = nodes.map(
    ({ values: { bfd } }) => bfd.interval_ms ?? bfdProfiles[bfd.profile].intervalMs,
  );
  const packets = Math.round(((size - 1) * 1000) / intervals.reduce((a, b) => Math.min(a, b)));
  const hubLinks = 2 * (size - 2) + 1;
  return (
    `group ${group} (${listed(nodes.map((node) => node.name).sort(), 3)}) is a full mesh of ${counted(size, 'node')}: ` +
    `${counted(size - 1, 'interface')} on each, ${links * 2} in all, ${counted(links, 'link')}, ` +
    `up to ${packets} BFD packets a second from each node; ` +
    `with topology = "hub" and two hubs it would have ${hubLinks} links and 2 interfaces on every other node, ` +
    `as several groups with ${partialDegree} neighbours a node ${(size * partialDegree) / 2} links`
  );
}
