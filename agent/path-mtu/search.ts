/** What became of one packet of a size; the MTU is what a router or the kernel named, if one did. */
export interface Echo {
  readonly is: 'answered' | 'silent' | 'tooBig';
  readonly mtu?: number;
}

/** Bytes of the whole outer packet, or that not even the least size passes; undefined where nothing is answered. */
export type PathMtu = number | 'tooSmall' | undefined;

/** A lost packet is no packet that is too big. */
const tries = 3;
/** Passes wherever anything is answered. */
const tiny = 128;

/**
 * Searches the largest packet that passes. Mostly the largest one does, and that is one packet; a router that says what
 * fits saves most of the others.
 *
 * @param echo sends a packet of so many bytes that nobody may fragment; rejects if none can be sent at all
 * @param least below this nobody wants to know
 */
export async function searchPathMtu(
  echo: (bytes: number) => Promise<Echo>,
  least: number,
  most: number,
): Promise<PathMtu> {
  let named: number | undefined;
  const passes = async (bytes: number): Promise<boolean> => {
    for (let attempt = 0; attempt < tries; attempt++) {
      const answer = await echo(bytes);
      if (answer.is === 'answered') return true;
      if (answer.is === 'silent') continue;
      named = answer.mtu;
      return false;
    }
    return false;
  };
  if (await passes(most)) return most;
  if (!(await passes(least))) return (await passes(tiny)) ? 'tooSmall' : undefined;
  let [fits, tooBig] = [least, most];
  while (tooBig - fits > 1) {
    // What was named is a claim: it is tried like any other size.
    const claimed: number | undefined = named;
    named = undefined;
    const isClaim = claimed !== undefined && claimed > fits && claimed < tooBig;
    const next = isClaim ? claimed : Math.floor((fits + tooBig) / 2);
    if (!(await passes(next))) tooBig = next;
    else {
      fits = next;
      // Nothing more than that passes where it was named.
      if (isClaim) tooBig = Math.min(tooBig, next + 1);
    }
  }
  return fits;
}
