import { isIP } from 'node:net';
import type { PathMtu } from './search.ts';

/** Below, Linux takes all IPv6 addresses off the interface, and does not bring them back (RFC 8200, section 5). */
export const leastLinkMtu = 1280;

/**
 * Bytes that WireGuard adds to a packet: the outer IP header, UDP's 8, 16 of its own and 16 of the tag. It pads to 16
 * bytes, but never beyond the interface's MTU.
 */
export function overheadTo(address: string): 60 | 80 {
  return isIP(address) === 6 ? 80 : 60;
}

/** The largest packet that a link carries whole, in bytes, at least 1280; undefined where the path is not known. Pure. */
export function fittingMtu(path: PathMtu, address: string): number | undefined {
  if (path === undefined) return undefined;
  return path === 'tooSmall' ? leastLinkMtu : Math.max(leastLinkMtu, path - overheadTo(address));
}
