import { levelFile } from '../../inventory/read.ts';
import { didYouMean } from '../../inventory/suggest.ts';
import { type Check, fileWith } from './report.ts';

/**
 * Values of links that there are not: with a node that there is not, or, where the node itself says it, with one that
 * it has no link to. At a level above, each node takes those that are for it.
 */
export function checkLinkValues(check: Check): void {
  const { entries, links, inventory } = check.allocated;
  const saying = entries.filter(({ values }) => Object.keys(values.link).length > 0);
  if (saying.length === 0) return;
  const names = new Set(entries.map(({ name }) => name));
  const joined = new Set(links.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  for (const entry of saying) {
    for (const peer of Object.keys(entry.values.link)) {
      const file = fileWith(inventory, entry, 'link', peer);
      const isOwn = file === levelFile(entry.site, entry.name);
      const found = JSON.stringify(peer);
      if (!names.has(peer)) check.at(file, ['link', peer], `${found} is no node${didYouMean(peer, names)}`);
      else if (isOwn && !joined.has(`${entry.name} ${peer}`))
        check.at(file, ['link', peer], `${entry.name} has no link to ${found}`);
    }
  }
}
