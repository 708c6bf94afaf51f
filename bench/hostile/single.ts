import type { Campaign, Outcome } from '../faults/campaign.ts';
import { countsOf } from './verdict.ts';

export interface Single {
  readonly name: string;
  readonly plants: readonly string[];
  /** Runs it whole; resolves to its figures. */
  run(plant: string | undefined, signal: AbortSignal): Promise<Readonly<Record<string, number>>>;
  /** Names of figures that should be 0. */
  readonly bad: readonly string[];
}

/** Something that is run as a whole and has figures of its own, as a campaign of one case. */
export function campaignOfOne({ name, plants, run, bad }: Single): Campaign {
  return {
    name,
    plants,
    labs: 1,
    cases: () => [name],
    figures: countsOf,
    open: async ({ plant }) => ({
      atOnce: 1,
      async run([id = ''], signal): Promise<Outcome[]> {
        const counts = await run(plant, signal);
        const wrong = bad.filter((figure) => (counts[figure] ?? 0) > 0);
        const isGood = wrong.length === 0;
        return [
          {
            case: id,
            verdict: isGood ? 'withstood' : wrong.join(', '),
            isGood,
            counts,
            detail: JSON.stringify(counts),
          },
        ];
      },
      close: async () => {},
    }),
  };
}
