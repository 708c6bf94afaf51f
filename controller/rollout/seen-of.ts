import type { ConditionSources } from '../agents/condition.ts';
import type { ReleaseContext } from '../release/context.ts';
import { newRolloutMemory, observe } from './observe.ts';
import type { Rollout, RolloutNode } from './rollout.ts';

/** What nodes lack that are on their way, in words. */
export function seenOf(
  { releases, watches }: { readonly releases: ReleaseContext; readonly watches: ConditionSources['watches'] },
  rollout: Rollout,
): (node: RolloutNode) => string | undefined {
  const { store, clock, pairs } = releases;
  const seen = observe({ store, clock, watches, whyPutOff: pairs.whyPutOff }, rollout, newRolloutMemory());
  return (node) => seen.of(node).reason || undefined;
}
