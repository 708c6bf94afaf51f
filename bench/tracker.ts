import Table from 'cli-table3';
import { TowlineError } from '../shared/errors.ts';
import type { Benchmark } from './main.ts';
import { cost } from './tracker/cost.ts';
import { hour } from './tracker/hour.ts';
import { readsOf } from './tracker/reads.ts';
import { walk } from './tracker/walk.ts';

const stepsOfWalk = 1000;

/**
 * The tracker without WireGuard: what its looks cost, an hour of traffic with resolvers that flap, lie and stall, and
 * random events for its state machine (`--steps`, a million for the long campaign).
 */
export const tracker: Benchmark = async ({ steps = 20_000, plant, signal }) => {
  if (plant !== undefined && plant !== 'blind') throw new TowlineError('invalid', '--plant takes blind');
  const costs = [];
  for (const links of [50, 250, 499]) costs.push(await cost(links, 400));
  signal.throwIfAborted();
  const loop = await readsOf(499, 20_000);
  signal.throwIfAborted();
  const simulated = await hour(499, 3600, 1, plant);
  const problems: string[] = [];
  let slowestMs = 0;
  let [walked, seed] = [0, 0];
  while (walked < steps && problems.length < 10) {
    signal.throwIfAborted();
    const done = walk(seed++, Math.min(stepsOfWalk, steps - walked));
    walked += done.steps;
    slowestMs = Math.max(slowestMs, done.slowestMs);
    problems.push(...done.problems);
  }
  const table = new Table({ head: ['links', 'CPU of one core', 'µs per link and look'] });
  for (const row of costs) table.push([row.links, `${row.cpu_percent} %`, row.us_per_link_and_look]);
  process.stdout.write(`${table.toString()}\n`);
  process.stdout.write(
    `an hour: ${simulated.moves} moves, ${simulated.endpoint_changes} endpoint changes, on links that work ${simulated.endpoint_changes_on_working_links}, down at the end ${simulated.links_down}\n`,
  );
  process.stdout.write(
    `${walked} random steps: ${problems.length} problems, slowest ${slowestMs / 1000} s\n`,
  );
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
  if (problems.length > 0 || (plant === undefined && simulated.endpoint_changes_on_working_links > 0))
    process.exitCode = 1;
  return {
    cost: costs,
    loop,
    hour: simulated,
    walk: { steps: walked, problems: problems.length, slowest_s: slowestMs / 1000 },
  };
};
