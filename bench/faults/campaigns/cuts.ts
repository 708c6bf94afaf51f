import { spread } from '../../../lab/measure/statistics.ts';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../campaign.ts';
import { CutBench } from '../cuts/bench.ts';
import { atOnce, cutCase, cutCases } from '../cuts/cases.ts';
import type { Fate } from '../cuts/round.ts';

/** Configurations that take a node's way to the controller, and the agent or the node going down meanwhile. */
export const cuts: Campaign = {
  name: 'cuts',
  plants: ['cut-off'],
  labs: 2,
  cases: cutCases,
  figures: (outcomes) => ({
    tunnel_cuts: outcomes.length,
    recovered: outcomes.filter(({ isGood }) => isGood).length,
    half_applied: outcomes.filter(({ verdict }) => verdict === 'half applied').length,
    max_recovery_s: spread(
      outcomes.flatMap(({ recoveryS }) => recoveryS ?? []),
      1,
    ).max,
  }),
  open: openCuts,
};

async function openCuts({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  const bench = await CutBench.open(signal);
  // Killed agents stay dead: the cases of the mode `kill` have to show it.
  const isLeftDead = plant === 'cut-off';
  return {
    atOnce,
    run: async (names, ended) => {
      const cases = names.map((name) => ({ ...cutCase(name), isLeftDead }));
      return (await bench.run(cases, ended)).map(outcomeOf);
    },
    close: () => bench.close(),
  };
}

/** As the runner wants it. Pure. */
export function outcomeOf({ recoveryS, verdict, ...fate }: Fate): Outcome {
  return {
    ...fate,
    verdict,
    isGood: verdict === 'recovered',
    ...(recoveryS === undefined ? {} : { recoveryS }),
  };
}
