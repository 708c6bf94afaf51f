import { parseGate } from '../../../shared/gates.ts';
import { levelFile } from '../../inventory/read.ts';
import { didYouMean } from '../../inventory/suggest.ts';
import type { NodeEntry } from '../values.ts';
import { type Check, fileWith } from './report.ts';

const path = ['confirm', 'require'];

/**
 * Gates of `confirm.require` that could never open: a handshake with a node that there is not, or, where the node
 * itself asks for it, with one that it has no link to. At a level above, each node takes those that are for it.
 */
export function checkGates(check: Check): void {
  const { entries, links, inventory } = check.allocated;
  const asking = entries.filter(({ values }) => values.confirm.require.length > 0);
  if (asking.length === 0) return;
  const names = new Set(entries.map(({ name }) => name));
  const joined = new Set(links.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  for (const entry of asking) {
    const file = fileWith(inventory, entry, ...path);
    const isOwn = file === levelFile(entry.site, entry.name);
    for (const [index, peer] of handshakes(entry)) {
      const found = JSON.stringify(peer);
      if (!names.has(peer)) check.at(file, [...path, index], `${found} is no node${didYouMean(peer, names)}`);
      else if (isOwn && !joined.has(`${entry.name} ${peer}`))
        check.at(file, [...path, index], `${entry.name} has no link to ${found}, so no handshake with it`);
    }
  }
}

function handshakes({ values }: NodeEntry): [index: number, peer: string][] {
  return values.confirm.require.flatMap((text, index): [number, string][] => {
    const gate = parseGate(text);
    return gate?.kind === 'handshake' ? [[index, gate.peer]] : [];
  });
}
