import { messageOf } from '../../../shared/errors.ts';
import type { Campaign, Outcome, WorkbenchOptions } from '../../faults/campaign.ts';
import { Grounds } from '../grounds.ts';
import { hostileTexts, textNames } from '../texts/texts.ts';
import { countsOf, Notes } from '../verdict.ts';
import { plantIn, textPlants } from './plants.ts';

/** A place at which texts of others come in, with everything behind it. */
export interface Entrance {
  /** Tries one text in every field of this entrance. */
  try(text: string, notes: Notes): Promise<void>;
}

export interface EntranceKind {
  readonly name: string;
  /** Builds what is behind the entrance; what has to be ended is given to the grounds. */
  open(grounds: Grounds, options: WorkbenchOptions): Promise<Entrance>;
}

/** Every hostile text at one entrance. */
export function campaignOf({ name, open }: EntranceKind): Campaign {
  return {
    name,
    plants: Object.keys(textPlants),
    labs: 2,
    cases: () => textNames,
    figures: (outcomes) => ({ [`${name}_texts`]: outcomes.length, ...countsOf(outcomes) }),
    async open(options) {
      const grounds = await Grounds.make();
      const texts = new Map(hostileTexts(grounds.lures).map((one) => [one.name, one.text]));
      const entrance = await open(grounds, options).catch(async (error) => {
        await grounds.remove();
        throw error;
      });
      return {
        atOnce: 20,
        async run(cases, signal) {
          const outcomes: Outcome[] = [];
          for (const id of cases) {
            signal.throwIfAborted();
            const notes = new Notes();
            const text = texts.get(id) ?? '';
            await entrance.try(text, notes).catch((error) => notes.crash('the entrance', messageOf(error)));
            await plantIn(options.plant, text, grounds, notes);
            outcomes.push(await notes.outcome(id, grounds));
          }
          return outcomes;
        },
        close: () => grounds.remove(),
      };
    },
  };
}
