import ipaddr from 'ipaddr.js';
import { defaults } from '../inventory/defaults.ts';
import { formatAddress } from '../inventory/scalars.ts';
import type { NetworkFile } from '../inventory/schema.ts';

/** Gives the address `offset` places into a prefix, or undefined where the prefix does not reach that far. */
export function addressesIn(prefix: string): (offset: number) => string | undefined {
  const [network, bits] = ipaddr.parseCIDR(prefix);
  const bytes = network.toByteArray();
  const size = 1n << BigInt(bytes.length * 8 - bits);
  const first = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return (offset) => {
    if (BigInt(offset) >= size) return undefined;
    const hex = (first + BigInt(offset)).toString(16).padStart(bytes.length * 2, '0');
    const sum = Buffer.from(hex, 'hex');
    return sum.length === 4 ? sum.join('.') : formatAddress(ipaddr.fromByteArray([...sum]));
  };
}

/** The prefixes that every network has inside its unique local /48. */
export function networkPrefixes(ula: string): { management: string; loopbacks: string; controller: string } {
  return {
    management: `${canonical(`${ula}::`)}/64`,
    loopbacks: `${canonical(`${ula}:1::`)}/64`,
    controller: canonical(`${ula}::1`),
  };
}

/** The pools of the loopbacks: what the inventory says, else the defaults. */
export function loopbackPools(ula: string, network: NetworkFile): { v4: string; v6: string } {
  return {
    v4: network.loopback_pool_v4 ?? defaults.loopback_pool_v4,
    v6: network.loopback_pool_v6 ?? networkPrefixes(ula).loopbacks,
  };
}

/** A node's address in the management tunnel. */
export function managementAddress(ula: string, id: number): string {
  return canonical(
    `${ula}:0:0:0:${(1 + Math.floor(id / 65_536)).toString(16)}:${(id % 65_536).toString(16)}`,
  );
}

/** The addresses of a node; a loopback is undefined where its pool does not reach that far. */
export interface NodeAddresses {
  readonly v4: string | undefined;
  readonly v6: string | undefined;
  readonly management: string;
}

/** Gives the addresses of nodes by their numbers, and keeps them while the pools stay what they are. */
export function createAddressReader(): (ula: string, network: NetworkFile) => (id: number) => NodeAddresses {
  let [kept, known] = ['', new Map<number, NodeAddresses>()];
  return (ula, network) => {
    const pools = loopbackPools(ula, network);
    const now = [ula, pools.v4, pools.v6].join();
    if (now !== kept) [kept, known] = [now, new Map()];
    const [inV4, inV6] = [addressesIn(pools.v4), addressesIn(pools.v6)];
    return (id) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const addresses = { v4: inV4(id), v6: inV6(id), management: managementAddress(ula, id) };
      known.set(id, addresses);
      return addresses;
    };
  };
}

function canonical(text: string): string {
  return formatAddress(ipaddr.parse(text));
}
