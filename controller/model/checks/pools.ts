import { loopbackPools, networkPrefixes } from '../../allocate/addresses.ts';
import { overlaps, type Prefix, parsePrefix } from '../../inventory/prefix.ts';
import { levelFile } from '../../inventory/read.ts';
import type { Check } from './report.ts';

/** A range that addresses of nodes come from, and no LAN may lie in. */
export interface Pool {
  readonly what: string;
  readonly prefix: Prefix;
}

/** Pools that overlap each other or the management prefix, and permitted prefixes that no router would accept. */
export function checkPools({ allocated, at }: Check): void {
  const [management, , v6] = poolsOf(allocated);
  const { network } = allocated.inventory;
  if (management === undefined || v6 === undefined) return;
  if (overlaps(management.prefix, v6.prefix)) {
    at(
      levelFile(),
      ['loopback_pool_v6'],
      `${v6.prefix.text} overlaps ${management.what} ${management.prefix.text}`,
    );
  }
  for (const [index, text] of (network.prefixes ?? []).entries()) {
    const prefix = parsePrefix(text);
    // One that contains the management prefix means the rest of it.
    if (prefix === undefined || prefix.first < management.prefix.first) continue;
    if (overlaps(prefix, management.prefix) && prefix.bits >= management.prefix.bits) {
      at(
        levelFile(),
        ['prefixes', index],
        `${text} lies in ${management.what} ${management.prefix.text}, from which no router accepts a route`,
      );
    }
  }
}

/** Pools that have no address for some node. Its number decides, which is never given away twice. */
export function checkExhaustion({ allocated, at }: Check): void {
  const [, v4, v6] = poolsOf(allocated);
  for (const [key, pool, address] of [
    ['loopback_pool_v4', v4, 'loopback_v4'],
    ['loopback_pool_v6', v6, 'loopback_v6'],
  ] as const) {
    const without = [...allocated.nodes].filter(([, given]) => given[address] === '');
    const [first, ...others] = without.sort(([, a], [, b]) => a.id - b.id);
    if (first === undefined || pool === undefined) continue;
    const more = others.length === 0 ? '' : `, nor for ${others.length} others`;
    at(
      levelFile(),
      [key],
      `the pool ${pool.prefix.text} has no address for node number ${first[1].id} (${first[0]})${more}; set a larger one`,
    );
  }
}

/** The management prefix and the pools of loopbacks, in this order. */
export function poolsOf({ network, inventory }: Check['allocated']): Pool[] {
  const pools = loopbackPools(network.ula, inventory.network);
  const named = [
    { what: 'the management prefix', text: networkPrefixes(network.ula).management },
    { what: 'the pool of IPv4 loopbacks', text: pools.v4 },
    { what: 'the pool of IPv6 loopbacks', text: pools.v6 },
  ];
  return named.flatMap(({ what, text }) => {
    const prefix = parsePrefix(text);
    return prefix === undefined ? [] : [{ what, prefix }];
  });
}
