/** The least that the routing design needs: IPv4 routes with IPv6 next hops (RFC 8950) in both. */
export const leastVersions = { bird: '2.0.8', kernel: '5.2' } as const;

/**
 * Compares the dotted numbers that two versions begin with, as in `2.0.12` or `6.1.0-18-amd64`; parts that one
 * lacks count as 0. Negative if `a` is older, positive if newer, 0 if they say the same; undefined if one of
 * them names no number.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === undefined || right === undefined) return undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * What is too old in a router's facts, in words; empty if nothing is. A version that is missing or names no
 * number says nothing.
 */
export function tooOld(facts: { readonly birdVersion?: string; readonly kernel?: string }): string[] {
  const isOld = (version: string, least: string) => (compareVersions(version, least) ?? 0) < 0;
  const { birdVersion = '', kernel = '' } = facts;
  return [
    ...(isOld(birdVersion, leastVersions.bird)
      ? [`BIRD ${birdVersion}, at least ${leastVersions.bird} is needed`]
      : []),
    ...(isOld(kernel, leastVersions.kernel)
      ? [`Linux ${kernel}, at least ${leastVersions.kernel} is needed`]
      : []),
  ];
}

function numbersOf(version: string): number[] | undefined {
  const [numbers] = /\d+(?:\.\d+)*/.exec(version) ?? [];
  return numbers?.split('.').map(Number);
}
