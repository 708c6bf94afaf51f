import { age } from '../cli/table.ts';
import { counted as count } from '../text.ts';
import { label, oneLine } from './text.ts';
import type { SinglePoint, Topology, TopologyLink, TopologyNode } from './topology.ts';

/** All states of a link, the one that is drawn last at the end. */
export const linkStates = ['planned', 'up', 'unknown', 'no BFD', 'down'] as const;

/** What a state means, for the legend. */
export const meanings: Readonly<Record<TopologyLink['state'], string>> = {
  up: 'up',
  'no BFD': 'BGP without BFD: carries, heals slowly',
  down: 'down',
  unknown: 'not known: both ends are away',
  planned: 'planned: no router has it yet',
};

/** `paper: release 3`. */
export function titleOf({ network, release, choice }: Topology): string {
  const of = choice === '' ? '' : `, ${label(choice, 60)}`;
  return `${label(network, 60)}${of}: ${release === 0 ? 'no release yet' : `release ${release}`}`;
}

/** How the network is, in a line or two. */
export function summaryOf(topology: Topology): string[] {
  const { nodes, links, parts, partsByDesign, isPlanKnown, at } = topology;
  const own = nodes.filter(({ isChosen }) => isChosen);
  const sites = new Set(own.map(({ site }) => site));
  const states = [...linkStates]
    .reverse()
    .flatMap((state) => {
      const of = links.filter((link) => link.state === state).length;
      return of === 0 ? [] : [`${of} ${state}`];
    })
    .join(', ');
  const all = `${count(sites.size, 'site')}, ${count(own.length, 'node')}, ${count(links.length, 'link')}`;
  return [
    `${all}${states === '' ? '' : `: ${states}`}`,
    ...(parts.length < 2 ? [] : [partsText(parts.length, partsByDesign)]),
    ...(isPlanKnown
      ? []
      : ["the inventory is not in order: what is planned is not known, see 'towline plan'"]),
    `as of ${at}`,
  ];
}

function partsText(now: number, byDesign: number): string {
  const planned =
    now === byDesign ? 'as planned' : byDesign === 1 ? 'planned as one' : `planned: ${byDesign}`;
  return `${now} parts with no path between them, ${planned}`;
}

/** What is to be said of a node, in one line. */
export function nodeText({ name, site, condition, singlePoint }: TopologyNode): string {
  return oneLine(`${name}, site ${site}: ${conditionWord(condition)}${pointText(singlePoint)}`);
}

/** What is to be said of a link, in one line. */
export function linkText({ a, b, state, bgp, bfd, sinceS, isPlanned, singlePoint }: TopologyLink): string {
  const since = sinceS === undefined ? '' : ` for ${age(sinceS)}`;
  const sessions = [bgp === '' ? '' : `, BGP ${bgp}`, bfd === '' ? '' : `, BFD ${bfd}`].join('');
  const plan = isPlanned === false ? ', no longer in the inventory' : '';
  return oneLine(`${a} - ${b}: ${state}${since}${sessions}${plan}${pointText(singlePoint)}`);
}

function pointText(point: SinglePoint | undefined): string {
  if (point === undefined) return '';
  const kind = point.kind === 'now' ? 'single point of failure now' : 'single point of failure by design';
  return `; ${kind}: without it ${count(point.lost, 'node')} would be cut off`;
}

/** `not_enrolled` is `not enrolled`. */
export function conditionWord(condition: string): string {
  return oneLine(condition).replaceAll('_', ' ');
}
