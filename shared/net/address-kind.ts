import { BlockList, isIP } from 'node:net';
import { canonicalAddress } from './canonical.ts';

const useless = listOf([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['fe80::', 10],
  ['ff00::', 8],
]);
// RFC 1918, RFC 6598 and RFC 6333 (carriers' NAT), RFC 4193.
const privates = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['192.0.0.0', 29],
  ['100.64.0.0', 10],
  ['fc00::', 7],
]);

/** Whether packets could be sent to an address at all: no loopback, multicast, link-local or unspecified one. */
export function isUsable(address: string): boolean {
  return isIP(address) !== 0 && !address.includes('%') && !isIn(useless, address);
}

/** Whether an address belongs to a private network or to a carrier's NAT. */
export function isPrivate(address: string): boolean {
  return isIP(address) !== 0 && isIn(privates, canonicalAddress(address));
}

// RFC 6598; RFC 6333 (DS-Lite's end at the customer).
const carriers = listOf([
  ['100.64.0.0', 10],
  ['192.0.0.0', 29],
]);

/** Whether an address was given by a carrier that translates it. */
export function isCarriers(address: string): boolean {
  return isIP(address) === 4 && isIn(carriers, address);
}

interface Ranges {
  readonly ipv4: BlockList;
  readonly ipv6: BlockList;
}

// A list of each family: one BlockList would take ::ffff:0:0/96 for all of IPv4.
function listOf(ranges: readonly (readonly [string, number])[]): Ranges {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const [net, prefix] of ranges) {
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    lists[family].addSubnet(net, prefix, family);
  }
  return lists;
}

function isIn(ranges: Ranges, address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return ranges[family].check(address, family);
}
