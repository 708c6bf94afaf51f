import { endpointAddress } from '../../shared/wireguard/config-text.ts';
import type { Hint } from './hints.ts';

/** An address of each node, as far as one is known without a name server: hinted, or else where it was heard last. Pure. */
export function knownAddresses(
  hints: ReadonlyMap<string, Hint>,
  worked: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [node, [endpoint]] of worked) {
    const address = endpointAddress(endpoint);
    if (address !== undefined) known.set(node, address);
  }
  for (const [node, { addresses }] of hints) if (addresses[0] !== undefined) known.set(node, addresses[0]);
  return known;
}
