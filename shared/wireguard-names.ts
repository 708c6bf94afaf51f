import { sha256 } from './crypto/sha256.ts';

/** Prefix of every interface that a bundle may define; the agent touches no other (IFNAMSIZ leaves 15 bytes). */
export const linkInterfacePrefix = 'tl-';

/** The management tunnel's interface. It does not carry the prefix: no bundle can reach it. */
export const managementInterface = 'tlmgmt';

/** Mark of WireGuard's outer packets: they are routed by the main table alone. */
export const fwmark = 0x746c;

/** Routing table that BIRD exports to. */
export const routingTable = 7400;

/**
 * Name of the link's interface: `tl-<peer>`; a peer name over 12 bytes keeps its start and gets four digits
 * of its hash.
 */
export function linkInterface(peer: string): string {
  const name = `${linkInterfacePrefix}${peer}`;
  if (name.length <= 15) return name;
  return `${name.slice(0, 10)}-${sha256(peer).toString('hex').slice(0, 4)}`;
}
