import Table from 'cli-table3';
import { spread } from '../../../lab/measure/statistics.ts';
import type { Outcome } from '../campaign.ts';

/** What became of each campaign's cases, and how long recovery took. */
export function outcomeTable(campaigns: ReadonlyMap<string, readonly Outcome[]>): string {
  const table = new Table({
    style: { head: [], border: [] },
    head: ['campaign', 'cases', 'outcomes', 'not as wanted', 'recovery s, median (max)'],
  });
  for (const [name, outcomes] of campaigns) {
    const counts = new Map<string, number>();
    for (const { verdict } of outcomes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    const times = outcomes.flatMap(({ recoveryS }) => recoveryS ?? []);
    const { median, max } = spread(times, 1);
    table.push([
      name,
      outcomes.length,
      [...counts].map(([verdict, count]) => `${count} ${verdict}`).join('\n'),
      outcomes.filter(({ isGood }) => !isGood).length,
      times.length === 0 ? '' : `${median} (${max})`,
    ]);
  }
  return table.toString();
}
