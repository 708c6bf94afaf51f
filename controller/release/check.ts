import type { CheckSummary } from '../../shared/gen/towline/v1/CheckSummary.ts';
import { checkConnectivity } from '../check/check.ts';
import { checkDifferences } from './bird.ts';
import { compileInventory } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import type { ReleaseSink } from './sink.ts';

/**
 * Looks at the network as a whole: what holds it together, and whether BIRD takes what is rendered for each node.
 * Writes nothing, but takes what was pushed into the work tree. Throws InventoryError, `conflict`.
 */
export async function check(
  context: ReleaseContext,
  sink: Pick<ReleaseSink, 'progress'>,
): Promise<CheckSummary> {
  const { inventory, run } = context;
  sink.progress('reading the inventory', 0, 0);
  context.renderer.warm();
  await inventory.refresh();
  const { compilation, everything } = compileInventory(context, await inventory.read(), sink);
  const { network, warnings } = compilation;
  const birds = await checkDifferences(run, everything(), async () => undefined, Infinity);
  const findings = [
    ...birds.findings,
    ...checkConnectivity(network),
    ...warnings.map((text) => ({ kind: 'warning', nodes: [], text })),
  ];
  const links = network.nodes.reduce((sum, node) => sum + node.links.length, 0) / 2;
  return { nodes: network.nodes.length, links, birdChecked: birds.checked, findings };
}
