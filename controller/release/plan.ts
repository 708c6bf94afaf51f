import type { PlanSummary } from '../../shared/gen/towline/v1/PlanSummary.ts';
import { checkConnectivity } from '../check/check.ts';
import { checkDifferences } from './bird.ts';
import { compileInventory } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { describeDifference } from './describe.ts';
import type { ReleaseSink } from './sink.ts';

/** Configurations that a plan gives to BIRD, some milliseconds each. */
const birdsInPlan = 500;

/**
 * What a commit would do: each node that differs goes to the sink, sorted by name. Writes nothing, but takes what
 * was pushed into the work tree. Throws InventoryError, `conflict`.
 */
export async function plan(context: ReleaseContext, sink: ReleaseSink): Promise<PlanSummary> {
  const { store, inventory, run } = context;
  sink.progress('reading the inventory', 0, 0);
  context.renderer.warm();
  await inventory.refresh();
  const { base, differences, compilation } = compileInventory(context, await inventory.read(), sink);
  let changedNodes = 0;
  const birds = await checkDifferences(
    run,
    differences(),
    async (difference) => {
      changedNodes++;
      await sink.change(describeDifference(store, difference));
    },
    birdsInPlan,
  );
  const findings = [...birds.findings, ...checkConnectivity(compilation.network)];
  const activeRelease = store.releases.newestActive();
  return { baseRelease: base, activeRelease, changedNodes, warnings: [...compilation.warnings], findings };
}
