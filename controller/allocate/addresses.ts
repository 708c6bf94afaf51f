import ipaddr from 'ipaddr.js';
import { defaults } from '../inventory/defaults.ts';
import { formatAddress } from '../inventory/scalars.ts';
import type { NetworkFile } from '../inventory/schema.ts';

/** The address `offset` places into a prefix, or undefined if the prefix does not reach that far. */
export function addressIn(prefix: string, offset: number): string | undefined {
  const [network, bits] = ipaddr.parseCIDR(prefix);
  const bytes = network.toByteArray();
  if (BigInt(offset) >= 1n << BigInt(bytes.length * 8 - bits)) return undefined;
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) + BigInt(offset);
  const sum = Buffer.alloc(bytes.length);
  for (let i = bytes.length - 1; i >= 0; i--) {
    sum[i] = Number(value & 255n);
    value >>= 8n;
  }
  return formatAddress(ipaddr.fromByteArray([...sum]));
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

function canonical(text: string): string {
  return formatAddress(ipaddr.parse(text));
}
