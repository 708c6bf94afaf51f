import { nodeAllocationFile } from '../../inventory/generated.ts';
import type { Check } from './report.ts';

/** Node numbers, from which addresses follow: `generated/` may have been copied or merged by hand. */
export function checkNumbers({ allocated, at }: Check): void {
  const owner = new Map<number, string>();
  for (const [name, { id }] of allocated.nodes) {
    const other = owner.get(id);
    owner.set(id, name);
    if (other !== undefined) {
      at(
        nodeAllocationFile(name),
        ['id'],
        `node number ${id} is ${other}'s already; remove this file, and the node gets its own`,
      );
    } else if (id >= allocated.network.next_id) {
      at(
        nodeAllocationFile(name),
        ['id'],
        `node number ${id} was never given away, the next one is ${allocated.network.next_id}; take generated/ back with git`,
      );
    }
  }
}
