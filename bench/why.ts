import Table from 'cli-table3';
import { TowlineError } from '../shared/errors.ts';
import type { Benchmark } from './main.ts';
import { tryCase, type Verdict } from './why/campaign.ts';
import { type Draw, drawPairs } from './why/draw.ts';
import { type Fault, faults } from './why/faults.ts';
import { groundsUp } from './why/network.ts';

const pairs = 10;
const seed = 20261130;

/**
 * Faults made in a lab, one after the other and then in pairs that a seeded draw gives, and what `towline why` says of
 * each. Right is what names each fault that was made, and nothing else. `--plant RULE` has the controller forget a rule,
 * and the count of what is right has to fall.
 */
export const why: Benchmark = async ({ only, plant, signal, rounds = pairs }) => {
  const isWanted = (name: string) => only === undefined || only === 'kinds' || name === only;
  const singles = faults.filter(({ name }) => isWanted(name));
  const draws = only === undefined || only === 'pairs' ? drawPairs(faults, rounds, seed) : [];
  if (singles.length + draws.length === 0)
    throw new TowlineError(
      'invalid',
      `--only ${only}: name one of kinds, pairs, ${faults.map(({ name }) => name).join(', ')}`,
    );
  for (const { pair, skipped } of draws)
    if (skipped !== undefined) process.stderr.write(`not drawn: ${namesOf(pair)} (${skipped})\n`);
  const grounds = await groundsUp(signal, plant);
  const verdicts: Verdict[] = [];
  try {
    for (const group of inOrder(singles, draws)) {
      const verdict = await tryCase(grounds, group, signal);
      const word = verdict.isRight ? 'right' : `WRONG: ${verdict.said}`;
      process.stderr.write(`${namesOf(group)}: ${word}, ${verdict.seconds.toFixed(1)} s\n`);
      verdicts.push(verdict);
    }
  } finally {
    await grounds.network.lab.down();
  }
  printTable(verdicts);
  const of = (size: number) => verdicts.filter((verdict) => verdict.faults.length === size);
  const right = (size: number) => of(size).filter(({ isRight }) => isRight).length;
  return {
    ...{ kinds: of(1).length, kinds_right: right(1), pairs: of(2).length, pairs_right: right(2) },
    ...{ seed, slowest_s: slowest(verdicts, 'seconds') },
    slowest_inside_s: slowest(verdicts, 'inside'),
    wrong: verdicts
      .filter(({ isRight }) => !isRight)
      .map(({ faults: names, said }) => ({ faults: names, said })),
  };
};

/** What cannot be undone comes last. */
function inOrder(singles: readonly Fault[], draws: readonly Draw[]): (readonly Fault[])[] {
  const isLast = ({ needs }: Fault) => needs.includes('last');
  const drawn = draws.filter(({ skipped }) => skipped === undefined).map(({ pair }) => pair);
  const alone = (fault: Fault) => [fault];
  return [
    ...singles.filter((fault) => !isLast(fault)).map(alone),
    ...drawn,
    ...singles.filter(isLast).map(alone),
  ];
}

function namesOf(group: readonly Fault[]): string {
  return group.map(({ name }) => name).join(' + ');
}

function slowest(verdicts: readonly Verdict[], what: 'seconds' | 'inside'): number {
  return Math.round(Math.max(...verdicts.map((verdict) => verdict[what])) * 100) / 100;
}

function printTable(verdicts: readonly Verdict[]): void {
  const table = new Table({
    head: ['fault', 'right', 'slowest, s', 'without the command'],
    style: { head: [], border: [] },
  });
  for (const { faults: names, isRight, seconds, inside } of verdicts)
    table.push([names.join(' + '), isRight ? 'yes' : 'NO', seconds.toFixed(1), inside.toFixed(1)]);
  process.stdout.write(`${table.toString()}\n`);
}
