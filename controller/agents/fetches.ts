import { TowlineError } from '../../shared/errors.ts';

/** The bundles that are on their way to nodes. */
export interface Fetches {
  /**
   * Counts one more until the stream is over: whoever does not read has all of it kept in memory. Throws `unavailable`
   * where a node has too many.
   */
  begin(node: { readonly nodeId: number; readonly name: string }, stream: Ending): void;
}

/** The part of a stream that tells of its end. */
export interface Ending {
  once(event: 'finish' | 'close' | 'cancelled', listener: () => void): unknown;
}

/** An agent has one, one that repairs files, and some that broke and are not missed yet. */
const perNode = 8;

export function createFetches(): Fetches {
  const open = new Map<number, Set<Ending>>();
  return {
    begin({ nodeId, name }, stream) {
      const own = open.get(nodeId) ?? new Set<Ending>();
      if (own.size >= perNode)
        throw new TowlineError('unavailable', `${name} fetches ${own.size} bundles at once: wait for them`);
      open.set(nodeId, own.add(stream));
      const end = () => {
        own.delete(stream);
        if (own.size === 0 && open.get(nodeId) === own) open.delete(nodeId);
      };
      for (const event of ['finish', 'close', 'cancelled'] as const) stream.once(event, end);
    },
  };
}
