import Table from 'cli-table3';
import { TowlineError } from '../shared/errors.ts';
import { inNamespace } from './fleet/namespace.ts';
import type { SizeFigures } from './fleet/size.ts';
import type { Benchmark } from './main.ts';

const sizes = [100, 1_000, 2_000] as const;

/**
 * One controller, as it ships, and thousands of agents that speak to it by the code of the real one: activations, a
 * restart, memory and CPU at each size. `--rounds` activations; `--only` one size.
 */
export const fleet: Benchmark = async ({ rounds = 3, only, signal }) => {
  const wanted = only === undefined ? sizes : [Number(only)];
  if (wanted.some((size) => !Number.isInteger(size) || size < 1))
    throw new TowlineError('invalid', `there is no case ${only}: ${sizes.join(', ')}`);
  const measured: SizeFigures[] = [];
  for (const agents of wanted)
    measured.push(await inNamespace<SizeFigures>({ kind: 'size', agents, rounds }, signal));
  const table = new Table({
    style: { head: [], border: [] },
    head: ['', ...measured.map(({ agents }) => `${agents}`)],
  });
  for (const key of Object.keys(measured[0] ?? {}) as (keyof SizeFigures)[])
    table.push([key, ...measured.map((one) => one[key])]);
  process.stdout.write(`${table.toString()}\n`);
  return { sizes: measured };
};
