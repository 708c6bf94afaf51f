import type { Fault } from './faults.ts';

/** Why two faults cannot be there, or be seen, at once; undefined if they can. Pure. */
export function whyNoPair(one: Fault, other: Fault): string | undefined {
  const meets = (taken: readonly string[], wanted: readonly string[]) =>
    taken.find((thing) =>
      wanted.some((need) => need === thing || need.startsWith(`${thing} `) || thing.startsWith(`${need} `)),
    );
  const both = one.takes.find((thing) => meets([thing], other.takes) !== undefined);
  if (both !== undefined) return `both take ${both}`;
  const lacking = meets(one.takes, other.needs.filter(isExact(one.takes)));
  if (lacking !== undefined) return `${one.name} takes ${lacking}, which ${other.name} needs`;
  const back = meets(other.takes, one.needs.filter(isExact(other.takes)));
  if (back !== undefined) return `${other.name} takes ${back}, which ${one.name} needs`;
  if ([one, other].some(({ needs }) => needs.includes('last'))) return 'one of them cannot be undone';
  return undefined;
}

/** What of a node is needed goes with the node; that a part of it is taken leaves the node. */
function isExact(taken: readonly string[]): (need: string) => boolean {
  return (need) => taken.some((thing) => need === thing || need.startsWith(`${thing} `));
}

/** A pair that was drawn, and why it is skipped, if it is. */
export interface Draw {
  readonly pair: readonly [Fault, Fault];
  readonly skipped: string | undefined;
}

/** Draws pairs of faults, each at most once, until so many can be made; the same seed draws the same. Pure. */
export function drawPairs(faults: readonly Fault[], count: number, seed: number): Draw[] {
  const all = faults.flatMap((one, index) => faults.slice(index + 1).map((other) => [one, other] as const));
  const draws: Draw[] = [];
  const next = random(seed);
  let possible = 0;
  while (possible < count && all.length > 0) {
    const [pair] = all.splice(Math.floor(next() * all.length), 1);
    if (pair === undefined) break;
    const skipped = whyNoPair(...pair);
    if (skipped === undefined) possible++;
    draws.push({ pair, skipped });
  }
  return draws;
}

/** Numbers in [0, 1): mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
