import { count } from './changes.ts';
import type { FleetLink } from './fleet-links.ts';
import { type Io, paint, plain } from './io.ts';
import { age, table } from './table.ts';

const colours = { up: 'green', 'no BFD': 'yellow', down: 'red', unknown: 'gray' } as const;
/** So many fit the screen below the nodes. */
const mostShown = 30;

/** The links for people, worst first: all of them where they fit or are asked for, else those that are not up. */
export function renderLinks(io: Io, links: readonly FleetLink[], withAll: boolean): string {
  if (links.length === 0) return '';
  const isWhole = withAll || links.length <= mostShown;
  const shown = isWhole ? links : links.filter(({ state }) => state !== 'up').slice(0, mostShown);
  const left = links.length - shown.length;
  const more = left === 0 ? '' : `${count(left, 'more link')}: 'towline status --links' shows all\n`;
  if (shown.length === 0)
    return `\n${count(links.length, 'link')}, all up: 'towline status --links' shows them\n`;
  const rows = shown.map(({ a, b, state, sinceS, handshakeS, bgp, bfd, aToB, bToA }) => [
    plain(`${a} - ${b}`),
    paint(io, colours[state], state),
    sinceS === undefined ? '' : age(sinceS),
    handshakeS === undefined ? '' : age(handshakeS),
    plain(bfd),
    plain(bgp),
    aToB === undefined ? '' : rate(aToB),
    bToA === undefined ? '' : rate(bToA),
  ]);
  return `\n${table(['LINK', 'STATE', 'FOR', 'HANDSHAKE', 'BFD', 'BGP', '>', '<'], rows)}\n${more}`;
}

const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'] as const;

/** Bytes a second as lines are sold: in bits. */
function rate(bytesPerS: number): string {
  let [value, unit] = [bytesPerS * 8, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
