import type { Allocated } from '../../allocate/allocate.ts';
import type { Problem } from '../../inventory/problems.ts';
import type { SourceTree } from '../../inventory/source.ts';
import { checkAsn } from './asn.ts';
import { checkEndpoints } from './endpoints.ts';
import { checkGates } from './gates.ts';
import { checkGroups } from './groups.ts';
import { checkLinkValues } from './links.ts';
import { checkNumbers } from './numbers.ts';
import { checkExhaustion, checkPools } from './pools.ts';
import { checkPorts } from './ports.ts';
import { checkPrefixes } from './prefixes.ts';
import { type CheckMemory, createCheck } from './report.ts';

/** Names that a warning lists before it counts. */
const mostNames = 20;

/** What one file cannot show: contradictions between sites and nodes. The cost is linear in nodes and links. */
export type NetworkCheck = (
  tree: SourceTree,
  allocated: Allocated,
) => { problems: Problem[]; warnings: string[] };

/** A check that remembers what it worked out of values that stay the identical objects. */
export function createNetworkCheck(): NetworkCheck {
  const memory: CheckMemory = { lans: new WeakMap(), goodPorts: new WeakSet() };
  return (tree, allocated) => {
    const { check, problems, warnings } = createCheck(tree, allocated, memory);
    checkGroups(check);
    checkNumbers(check);
    checkAsn(check);
    checkPools(check);
    checkExhaustion(check);
    checkPrefixes(check);
    checkPorts(check);
    checkEndpoints(check);
    checkGates(check);
    checkLinkValues(check);
    return { problems: problems(), warnings: [...warnings, ...waiting(allocated)] };
  };
}

/** Checks once. */
export const checkNetwork: NetworkCheck = (tree, allocated) => createNetworkCheck()(tree, allocated);

function waiting({ entries, nodes }: Allocated): string[] {
  const names = entries
    .map((entry) => entry.name)
    .filter((name) => nodes.get(name)?.public_keys === undefined);
  if (names.length === 0) return [];
  const listed = names.slice(0, mostNames).join(', ');
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return [`not enrolled yet, so without bundle and links: ${listed}${more}`];
}
