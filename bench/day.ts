import Table from 'cli-table3';
import { TowlineError } from '../shared/errors.ts';
import { type Day, simulate, type Way, ways } from './day/simulate.ts';
import type { Benchmark } from './main.ts';

const routers = 200;

/** What a day, or several, cost one way to follow addresses. */
interface Figures {
  readonly outages: number;
  readonly median_s: number | null;
  readonly p90_s: number | null;
  readonly p99_s: number | null;
  readonly longest_s: number | null;
  readonly never_back: number;
  readonly link_hours_lost: number;
  readonly endpoint_changes_on_working_links: number;
}

/**
 * A day of an ISP's life for 200 routers, each of which is disconnected once and comes back with other addresses:
 * outages with WireGuard alone, with wgtrack, and with Towline by names alone and by hints. `--rounds` days.
 */
export const day: Benchmark = async ({ rounds = 1, only, plant, signal }) => {
  if (plant !== undefined && plant !== 'blind') throw new TowlineError('invalid', '--plant takes blind');
  const chosen = ways.filter((way) => only === undefined || way === only);
  if (chosen.length === 0)
    throw new TowlineError('invalid', `--only ${only}: name one of ${ways.join(', ')}`);
  const results: Partial<Record<Way, Figures>> = {};
  let links = 0;
  for (const way of chosen) {
    process.stderr.write(`${way}\n`);
    const days: Day[] = [];
    for (let seed = 1; seed <= rounds; seed++) {
      days.push(await simulate(way, routers, seed, plant === 'blind', signal));
    }
    links = days.reduce((sum, one) => sum + one.links, 0);
    results[way] = figuresOf(days);
  }
  printTable(results);
  const wrong = chosen.filter((way) => (results[way]?.endpoint_changes_on_working_links ?? 0) > 0);
  if (plant === undefined && wrong.some((way) => way !== 'wgtrack')) process.exitCode = 1;
  return { routers, days: rounds, links, ...results };
};

function figuresOf(days: readonly Day[]): Figures {
  const sorted = days.flatMap(({ outages }) => outages).sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  const sum = (of: (one: Day) => number) => days.reduce((total, one) => total + of(one), 0);
  const rounded = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  return {
    outages: sorted.length,
    median_s: rounded(at(0.5)),
    p90_s: rounded(at(0.9)),
    p99_s: rounded(at(0.99)),
    longest_s: rounded(sorted.at(-1) ?? null),
    never_back: sum(({ never }) => never),
    link_hours_lost: rounded(sum(({ hoursLost }) => hoursLost)) ?? 0,
    endpoint_changes_on_working_links: sum(({ wrong }) => wrong),
  };
}

function printTable(results: Partial<Record<Way, Figures>>): void {
  const head = ['', 'outages', 'median', '90 %', '99 %', 'longest', 'never back', 'link-hours lost', 'wrong'];
  const table = new Table({ head });
  const seconds = (value: number | null) => (value === null ? '' : `${value} s`);
  for (const [way, row] of Object.entries(results))
    table.push([
      way.replaceAll('_', ' '),
      row.outages,
      ...[row.median_s, row.p90_s, row.p99_s, row.longest_s].map(seconds),
      row.never_back,
      row.link_hours_lost,
      row.endpoint_changes_on_working_links,
    ]);
  process.stdout.write(`${table.toString()}\n`);
}
