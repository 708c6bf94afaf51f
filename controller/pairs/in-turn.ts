import { messageOf } from '../../shared/errors.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Queue } from '../serve/queue.ts';
import { createPairs, type Pairs, type PairsOptions } from './pairs.ts';
import { takeBack } from './take-back.ts';

export interface InTurnOptions extends Pick<PairsOptions, 'store' | 'log' | 'isOpen' | 'tell'> {
  readonly queue: Queue;
  /** Known once everything is wired. */
  readonly releases: () => ReleaseContext;
}

/** Pairs whose planning and taking back have their turn with whatever else makes or activates releases. */
export function pairsInTurn({ queue, releases, ...options }: InTurnOptions): Pairs {
  const { log } = options;
  let isRenewing = false;
  const inTurn = (what: string, work: () => Promise<unknown>) => {
    queue(work).catch((error: unknown) => log.error({ reason: messageOf(error) }, what));
  };
  const pairs: Pairs = createPairs({
    ...options,
    renewSoon() {
      if (isRenewing) return;
      isRenewing = true;
      inTurn('who may switch together could not be found out', () => {
        isRenewing = false;
        return pairs.renew();
      });
    },
    onFailed: (row, reason) =>
      inTurn('a change with two ends could not be taken back', () => takeBack(releases(), row, reason)),
  });
  return pairs;
}
