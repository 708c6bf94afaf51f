import Table from 'cli-table3';
import { spreadSeconds } from '../controller/agents/spread.ts';
import { TowlineError } from '../shared/errors.ts';
import type { BareFigures } from './fleet/bare.ts';
import type { KillFigures } from './fleet/kills.ts';
import { estimate } from './fleet/model.ts';
import { inNamespace } from './fleet/namespace.ts';
import type { SizeFigures } from './fleet/size.ts';
import type { StoppedFigures } from './fleet/stopped.ts';
import type { Benchmark } from './main.ts';

const sizes = [100, 1_000, 2_000, 4_000] as const;
/** The size whose figures are the totals. */
const asked = 2_000;
const estimated = [10_000, 20_000] as const;
const releases = 1_000;
const kills = 200;

/**
 * One controller, as it ships, and thousands of agents that speak to it by the code of the real one: at each size
 * activations, a restart, memory and CPU; then stopped agents, and a controller that is killed. `--only` a number of
 * agents, `bare` (what the calls cost by themselves), `stopped` or `kills`; `--rounds` activations a size, releases or kills. With `--plant lost` the newest release is
 * taken out of the database of the first controller that was killed: it has to be counted as lost.
 */
export const fleet: Benchmark = async ({ rounds, only, plant, signal }) => {
  if (plant !== undefined && (plant !== 'lost' || only !== 'kills'))
    throw new TowlineError('invalid', '--plant takes lost, with --only kills');
  const isNamed = only === 'bare' || only === 'stopped' || only === 'kills';
  const wanted = only === undefined ? sizes : isNamed ? [] : [Number(only)];
  if (wanted.some((size) => !Number.isInteger(size) || size < 1))
    throw new TowlineError(
      'invalid',
      `there is no case ${only}: a number of agents, bare, stopped, or kills`,
    );
  const measured: SizeFigures[] = [];
  for (const agents of wanted)
    measured.push(await inNamespace<SizeFigures>({ kind: 'size', agents, rounds: rounds ?? 3 }, signal));
  const bare =
    only === undefined || only === 'bare'
      ? await inNamespace<BareFigures>({ kind: 'bare', agents: 1_000 }, signal)
      : undefined;
  const halted = { kind: 'stopped', agents: 150, stopped: 100, releases: rounds ?? releases } as const;
  const stopped =
    only === undefined || only === 'stopped' ? await inNamespace<StoppedFigures>(halted, signal) : undefined;
  const killed =
    only === undefined || only === 'kills'
      ? await inNamespace<KillFigures>(
          { kind: 'kills', agents: 50, kills: rounds ?? kills, isLost: plant === 'lost' },
          signal,
        )
      : undefined;
  if (killed !== undefined && isWrong(killed, plant === 'lost')) process.exitCode = 1;
  const model =
    measured.length < 2 ? [] : estimated.map((agents) => estimate(measured, agents, spreadSeconds));
  if (measured.length > 0) print(measured);
  for (const figures of [bare, stopped, killed, ...model]) if (figures !== undefined) print([figures]);
  if (model.length > 0)
    process.stdout.write(
      'The last two are straight lines through the sizes above: as many links and as large bundles an agent, and one core that has the CPU time.\n',
    );
  const total = measured.find(({ agents }) => agents === asked) ?? measured.at(-1);
  return { ...total, sizes: measured, model, ...bare, ...stopped, ...killed };
};

/** Whether something was lost; with something planted, whether it was not noticed. */
function isWrong({ lost, used_twice, rolled_back }: KillFigures, isPlanted: boolean): boolean {
  return isPlanted ? lost === 0 : lost + used_twice + rolled_back > 0;
}

function print(columns: readonly object[]): void {
  const table = new Table({ style: { head: [], border: [] } });
  const rows = columns.map((column) => column as Record<string, number>);
  for (const key of Object.keys(rows[0] ?? {})) table.push([key, ...rows.map((row) => row[key] ?? '')]);
  process.stdout.write(`${table.toString()}\n`);
}
