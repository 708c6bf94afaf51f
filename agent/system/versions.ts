import { TowlineError } from '../../shared/errors.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';

/** BGP carries IPv4 with IPv6 next hops (RFC 8950): BIRD can since 2.0.8, Linux routes so since 5.2. */
const least = { bird: '2.0.8', kernel: '5.2' };

/** Below 0 if version `a` is older than `b`, above if it is newer; only the leading numbers count. Pure. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What is too old on a machine, a sentence each. A version that is not known passes. Pure. */
export function outdated({ birdVersion, kernel }: Pick<NodeFacts, 'birdVersion' | 'kernel'>): string[] {
  return [
    ...(isOlder(birdVersion, least.bird)
      ? [`BIRD ${birdVersion} is too old, install ${least.bird} or later (or set bird.program)`]
      : []),
    ...(isOlder(kernel, least.kernel)
      ? [`Linux ${kernel} is too old, ${least.kernel} or later is needed`]
      : []),
  ];
}

/** Throws `failed` with a line for each program that is too old. */
export function refuseOutdated(facts: Pick<NodeFacts, 'birdVersion' | 'kernel'>): void {
  const problems = outdated(facts);
  if (problems.length > 0) throw new TowlineError('failed', problems.join('\n'));
}

function isOlder(version: string, floor: string): boolean {
  return numbers(version).length > 0 && compareVersions(version, floor) < 0;
}

function numbers(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);
}
