import ipaddr from 'ipaddr.js';
import { TowlineError } from '../../shared/errors.ts';

/** One family's addresses of a segment with two ends: a gateway and what is behind it. */
export interface SegmentAddresses {
  /** Prefix in CIDR form. */
  readonly prefix: string;
  readonly length: number;
  /** First address. */
  readonly gateway: string;
  /** Second address. */
  readonly machine: string;
}

/** Numbers of the uplink subnets: 198.18.1.0/24 to 198.19.253.0/24 (RFC 2544), 2001:db8::/32 (RFC 3849). */
export const lastUplink = 509;

/**
 * Addresses of uplink subnet `number`, in both families. The number stands in the addresses in decimal, so that
 * they can be read. Throws `invalid` unless 1 <= number <= 509.
 */
export function uplinkAddresses(number: number): { ipv4: SegmentAddresses; ipv6: SegmentAddresses } {
  if (!Number.isInteger(number) || number < 1 || number > lastUplink) {
    throw new TowlineError(
      'invalid',
      `uplink ${number} is out of range: use a number from 1 to ${lastUplink}`,
    );
  }
  const ipv4 = `198.${18 + Math.floor(number / 256)}.${number % 256}`;
  return { ipv4: segmentAddresses(`${ipv4}.0/24`), ipv6: segmentAddresses(`2001:db8:${number}::/64`) };
}

/** The first two addresses of a prefix. Throws `invalid` for text that is no prefix or has no room for them. */
export function segmentAddresses(prefix: string): SegmentAddresses {
  let parsed: [ipaddr.IPv4 | ipaddr.IPv6, number];
  try {
    parsed = ipaddr.parseCIDR(prefix);
  } catch (error) {
    throw new TowlineError('invalid', `'${prefix}' is no prefix: write one such as 10.1.0.0/24`, {
      cause: error,
    });
  }
  const [address, length] = parsed;
  const bytes = address.toByteArray();
  if (length > bytes.length * 8 - 2) {
    throw new TowlineError(
      'invalid',
      `prefix '${prefix}' has no room for a router and a host: use a shorter one`,
    );
  }
  return { prefix, length, gateway: addTo(bytes, 1), machine: addTo(bytes, 2) };
}

/** Adds a small number to an address; the two lowest bits are free, so that there is no carry. */
function addTo(bytes: readonly number[], offset: number): string {
  const sum = [...bytes];
  sum[sum.length - 1] = (sum.at(-1) ?? 0) + offset;
  return ipaddr.fromByteArray(sum).toString();
}
