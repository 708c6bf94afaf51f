import { TowlineError } from '../../../shared/errors.ts';
import type { CutCase } from './bench.ts';
import type { Kind } from './cut.ts';
import { spokes } from './lab.ts';
import type { Mode } from './round.ts';
import { cuts } from './table/table.ts';

const modes: readonly Mode[] = ['plain', 'kill', 'reboot'];
/** The confirm window in seconds, and the longer one of a few cases: the one that ships. */
const windowS = 10;
const longWindowS = 60;
const withLongWindow = new Set([
  'route-blackhole-controller plain',
  'filter-input-tunnel kill',
  'uplink-mtu-1200 reboot',
]);

/** Cases in one release: more find no nodes of their own, see `spokes`. */
export const atOnce = 8;

/** Names of all cases, in an order in which each eight that follow each other find nodes of their own. */
export function cutCases(): string[] {
  const all = modes.flatMap((mode) => cuts.map((cut) => ({ name: `${cut.name} ${mode}`, kind: cut.on })));
  const long = all.filter(({ name }) => withLongWindow.has(name));
  const ordered = inRounds(all.filter(({ name }) => !withLongWindow.has(name)));
  return [...ordered, ...long].map(({ name }) => name);
}

/** The case of a name. Throws `invalid`. */
export function cutCase(name: string): CutCase {
  const [cutName, modeName] = name.split(' ');
  const cut = cuts.find((one) => one.name === cutName);
  const mode = modes.find((one) => one === modeName);
  if (cut === undefined || mode === undefined || name !== `${cut.name} ${mode}`)
    throw new TowlineError('invalid', `there is no case ${name}`);
  return { name, cut, mode, windowS: withLongWindow.has(name) ? longWindowS : windowS };
}

interface Placed {
  readonly name: string;
  readonly kind: Kind;
}

/** Round after round, of each kind at most as many as there are nodes; what is left most of, for its nodes, first. */
function inRounds(all: readonly Placed[]): Placed[] {
  const waiting = new Map<Kind, Placed[]>();
  for (const one of all) waiting.set(one.kind, [...(waiting.get(one.kind) ?? []), one]);
  const order: Placed[] = [];
  while (order.length < all.length) {
    const urgency = (kind: Kind) => (waiting.get(kind)?.length ?? 0) / spokes[kind].length;
    const kinds = [...waiting.keys()].sort((a, b) => urgency(b) - urgency(a));
    const round = kinds
      .flatMap((kind) => waiting.get(kind)?.slice(0, spokes[kind].length) ?? [])
      .slice(0, atOnce);
    for (const [kind, list] of waiting)
      waiting.set(
        kind,
        list.filter((one) => !round.includes(one)),
      );
    order.push(...round);
  }
  return order;
}
