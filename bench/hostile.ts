import Table from 'cli-table3';
import { TowlineError } from '../shared/errors.ts';
import { flood, floodPlants } from './hostile/flood.ts';
import { raceTokens } from './hostile/token-race.ts';
import type { Benchmark } from './main.ts';

const plants = [...Object.keys(floodPlants), 'double-use'];

/**
 * A controller and its routers against strangers. `--rounds N` makes everything a N-th of its size (for a quick look);
 * a planted fault has to raise its counter.
 */
export const hostile: Benchmark = async ({ rounds: share = 1, only, plant, signal }) => {
  if (plant !== undefined && !plants.includes(plant))
    throw new TowlineError('invalid', `there is no planted fault ${plant}, only ${plants.join(', ')}`);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const parts: Readonly<Record<string, () => Promise<object>>> = {
    tokens: () => raceTokens(signal, Math.ceil(5 / share), say, plant === 'double-use' ? 2 : 1),
    flood: () =>
      flood({
        connections: Math.ceil(20_000 / share),
        messages: Math.ceil(10_000 / share),
        signal,
        plants: plant === undefined || plant === 'double-use' ? [] : [plant],
        say,
      }),
  };
  if (only !== undefined && !(only in parts))
    throw new TowlineError('invalid', `there is no part ${only}, only ${Object.keys(parts).join(', ')}`);
  const figures: Record<string, unknown> = {};
  for (const [name, run] of Object.entries(parts)) {
    if (only !== undefined && name !== only) continue;
    say(`${name}:`);
    Object.assign(figures, await run());
  }
  const table = new Table({ style: { head: [], border: [] }, head: ['figure', 'value'] });
  for (const [name, value] of Object.entries(figures)) table.push([name, String(value)]);
  process.stdout.write(`${table.toString()}\n`);
  return figures;
};
