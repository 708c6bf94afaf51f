import { z } from 'zod';
import { Target } from './target.ts';

const tokenSchema = z.object({ join_string: z.string() });

/** What a race showed. */
export interface RaceFigures {
  readonly token_races: number;
  /** How often a token let in more routers than it was made for. */
  readonly token_double_use: number;
}

const racers = 100;

/** Routers that come with one token at the same moment: one may enter. With `uses` two (planted) more than one does. */
export async function raceTokens(
  signal: AbortSignal,
  races: number,
  say: (line: string) => void,
  uses = 1,
): Promise<RaceFigures> {
  const target = await Target.up(signal);
  try {
    let doubled = 0;
    for (let race = 1; race <= races; race++) {
      signal.throwIfAborted();
      const made = await target.network.towlineJson([
        ...['token', 'create', '--site', 'aachen', '--uses', String(uses), '--expires', '1h'],
      ]);
      const join = tokenSchema.parse(made).join_string;
      const { ended } = await target.attack({
        kind: 'tokens',
        count: racers,
        perSecond: 1000,
        seed: race,
        join,
      });
      const accepted = ended.accepted ?? 0;
      say(`race ${race}: ${JSON.stringify(ended)}`);
      if (accepted === 0) throw new Error(`nobody entered: ${JSON.stringify(ended)}`);
      if (accepted > 1) doubled++;
    }
    return { token_races: races, token_double_use: doubled };
  } finally {
    await target.down();
  }
}
