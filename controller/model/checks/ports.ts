import { type NodeAllocation, nodeAllocationFile } from '../../inventory/generated.ts';
import type { NodeEntry } from '../values.ts';
import { type Check, fileWith } from './report.ts';

/** Ports that other services of a router or of the controller have (RFC 5881, RFC 5883). */
const reserved: ReadonlyMap<number, string> = new Map([
  [3784, 'BFD'],
  [3785, 'BFD echo'],
  [4784, 'multihop BFD'],
  [51_820, 'the management tunnel of the controller'],
]);
const [lowest, highest] = [Math.min(...reserved.keys()), Math.max(...reserved.keys())];

/** Two links of a node at one port, and links at a port that is somebody else's. */
export function checkPorts(check: Check): void {
  for (const entry of check.allocated.entries) {
    const given = check.allocated.nodes.get(entry.name);
    if (given === undefined || check.memory.goodPorts.has(given.ports)) continue;
    if (checkNode(check, entry, given)) check.memory.goodPorts.add(given.ports);
  }
}

/** Whether all ports of a node are in order. */
function checkNode(check: Check, entry: NodeEntry, { ports }: NodeAllocation): boolean {
  let isGood = true;
  const owner = new Map<number, string>();
  for (const peer in ports) {
    const port = ports[peer] ?? 0;
    const other = owner.get(port);
    owner.set(port, peer);
    if (other !== undefined) {
      isGood = false;
      check.at(
        nodeAllocationFile(entry.name),
        ['ports', peer],
        `the links to ${other} and ${peer} would both be at port ${port}; remove one of these lines, and it gets its own`,
      );
    }
    if (port > 65_535) {
      const base = entry.values.wireguard.listen_port_base;
      const count = Object.keys(ports).length;
      report(check, entry, `${count} links from port ${base} on do not fit below port 65536`);
      return false;
    }
    if (port < lowest || port > highest) continue;
    const service = reserved.get(port);
    if (service === undefined) continue;
    isGood = false;
    const base = entry.values.wireguard.listen_port_base;
    report(
      check,
      entry,
      `from ${base} on, ${entry.name}'s link to ${peer} would be at port ${port}, which is that of ${service}`,
    );
  }
  return isGood;
}

function report(check: Check, entry: NodeEntry, text: string): void {
  const path = ['wireguard', 'listen_port_base'];
  check.at(fileWith(check.allocated.inventory, entry, ...path), path, text);
}
