import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A prefix as the interval of its addresses, both ends within. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly bits: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Canonical text (RFC 5952), host bits as they were given. */
  readonly text: string;
}

/** Parses `address/bits`; undefined for anything else. Host bits are cut off `first`, but kept in `text`. */
export function parsePrefix(text: string): Prefix | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = address.includes('%') ? 0 : isIP(address);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const bits = Number(length);
  const width = family === 4 ? 32 : 128;
  if (bits > width) return undefined;
  const given = family === 4 ? parseV4(address) : parseV6(address);
  const size = 1n << BigInt(width - bits);
  const first = given.value - (given.value % size);
  return {
    family: family === 4 ? 4 : 6,
    bits,
    first,
    last: first + size - 1n,
    text: `${given.text}/${bits}`,
  };
}

/** The canonical text of a prefix without its host bits. */
export function networkText({ family, bits, first }: Prefix): string {
  const digits = first.toString(16).padStart(family === 4 ? 8 : 32, '0');
  return `${formatAddress(ipaddr.fromByteArray([...Buffer.from(digits, 'hex')]))}/${bits}`;
}

/** Whether `outer` has all addresses of `inner`. */
export function contains(outer: Prefix, inner: Prefix): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two prefixes share an address; then one of them contains the other. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** An address as RFC 5952 writes it. */
export function formatAddress(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address.kind() === 'ipv4' ? address.toString() : (address as ipaddr.IPv6).toRFC5952String();
}

function parseV4(address: string): { value: bigint; text: string } {
  const value = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { value: BigInt(value), text: address };
}

function parseV6(text: string): { value: bigint; text: string } {
  const address = ipaddr.IPv6.parse(text);
  return {
    value: BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`),
    text: formatAddress(address),
  };
}
