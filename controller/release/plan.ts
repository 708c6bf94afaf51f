import type { PlanResponse } from '../../shared/gen/towline/v1/PlanResponse.ts';
import { compileInventory } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { describeDifference } from './describe.ts';

/** What a commit would do. Writes nothing, but takes what was pushed into the work tree. Throws InventoryError, `conflict`. */
export async function plan({ store, inventory }: ReleaseContext): Promise<PlanResponse> {
  await inventory.refresh();
  const { base, differences, compilation } = compileInventory(store, await inventory.read());
  return {
    baseRelease: base,
    changes: differences.map((difference) => describeDifference(store, difference)),
    warnings: [...compilation.warnings],
  };
}
