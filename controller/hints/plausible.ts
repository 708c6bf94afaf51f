import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isCarriers } from '../../shared/net/address-kind.ts';
import { canonicalSource } from '../tunnel/source-address.ts';

/** The most addresses that a hint carries and a node may name. */
export const mostAddresses = 16;

/** What is known of a node from others than itself. */
export interface Surroundings {
  /** Where its management tunnel was seen to come from, in each family. */
  readonly seen: readonly string[];
  /** Whether another node's tunnel comes from this address. */
  readonly isOthers: (address: string) => boolean;
}

/**
 * Which of the addresses that a node says are its own may be told to its neighbours, in the node's order: public ones
 * only, no other node's, and none of a family in which the tunnel shows that the node is behind a translation (or says
 * what is not so). Those that were seen are not among them. Pure.
 */
export function plausibleAddresses(
  own: readonly string[],
  { seen, isOthers }: Surroundings,
): readonly string[] {
  const translated = new Set(seen.filter((address) => !own.includes(address)).map(isIP));
  const told = own.filter(
    (address) =>
      !seen.includes(address) &&
      isPublic(address) &&
      !isCarriers(address) &&
      !isOthers(address) &&
      !translated.has(isIP(address)),
  );
  return [...new Set(told)].slice(0, mostAddresses);
}

/** Text of addresses, one form for each; what is no address (or has a zone) is left out. Pure. */
export function readAddresses(texts: readonly string[]): readonly string[] {
  const read = texts.filter((text) => text.length <= 64 && isIP(text) !== 0 && !text.includes('%'));
  return [...new Set(read.map(canonicalSource))].slice(0, mostAddresses);
}

// RFC 6890, and ways to write an IPv4 address in IPv6. What is for documents and benchmarks is routed where somebody
// routes it; of IPv6 only 2000::/3 is given to anybody.
const unreachable = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'linkLocal',
  'loopback',
  'private',
  'teredo',
  'orchid2',
]);

function isPublic(address: string): boolean {
  const parsed = ipaddr.parse(address);
  const [first = 0] = parsed.toByteArray();
  const isGiven = parsed.kind() === 'ipv6' ? first >> 5 === 1 : first < 240;
  return isGiven && !unreachable.has(parsed.range());
}
