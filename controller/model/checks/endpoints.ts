import { levelFile } from '../../inventory/read.ts';
import type { NodeEntry } from '../values.ts';
import { type Check, fileWith } from './report.ts';

/** Links that nobody can dial, and ports that two nodes behind one address would share. */
export function checkEndpoints(check: Check): void {
  const { entries, links } = check.allocated;
  const silent = new Map<string, NodeEntry>();
  const dialled = new Map<string, NodeEntry[]>();
  for (const entry of entries) {
    const { endpoint } = entry.values;
    if (endpoint === 'none') silent.set(entry.name, entry);
    else if (endpoint !== 'auto') {
      const key = endpoint.toLowerCase();
      const behind = dialled.get(key);
      if (behind === undefined) dialled.set(key, [entry]);
      else behind.push(entry);
    }
  }
  if (silent.size > 1) {
    for (const link of links) {
      const b = silent.get(link.b);
      if (b === undefined || !silent.has(link.a)) continue;
      check.at(
        levelFile(b.site, b.name),
        ['endpoint'],
        `${link.a} and ${link.b} have a link and both say "none": neither could dial the other`,
      );
    }
  }
  for (const behind of dialled.values()) if (behind.length > 1) checkShared(check, behind);
}

/** Nodes with one endpoint are told apart by their ports. */
function checkShared(check: Check, behind: readonly NodeEntry[]): void {
  const owner = new Map<number, string>();
  for (const entry of behind) {
    for (const port of Object.values(check.allocated.nodes.get(entry.name)?.ports ?? {})) {
      const other = owner.get(port);
      owner.set(port, entry.name);
      if (other === undefined || other === entry.name) continue;
      check.at(
        fileWith(check.allocated.inventory, entry, 'endpoint'),
        ['endpoint'],
        `${other} and ${entry.name} are behind one address, ${entry.values.endpoint}, and both have links at port ${port}; give them different wireguard.listen_port_base`,
      );
      break;
    }
  }
}
