import { mostAddresses } from './read.ts';

/**
 * The addresses that the uplinks had and the machine has no more, the latest first; at most 16. Pure.
 *
 * @param left those that were gone before
 * @param before what the uplinks had at the last look
 * @param all what the whole machine has now
 */
export function leftAddresses(
  left: readonly string[],
  before: readonly string[],
  all: ReadonlySet<string>,
): readonly string[] {
  const gone = before.filter((address) => !all.has(address));
  return [...new Set([...gone, ...left])].filter((address) => !all.has(address)).slice(0, mostAddresses);
}
