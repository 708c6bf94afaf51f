import { sha256 } from './crypto/sha256.ts';

/** Prefix of every interface that a bundle may define; the agent touches no other (IFNAMSIZ leaves 15 bytes). */
export const linkInterfacePrefix = 'tl-';

/** The management tunnel's interface. It does not carry the prefix: no bundle can reach it. */
export const managementInterface = 'tlmgmt';

/** The two names that the management tunnel may have: while it moves, the new one is brought up beside the old one. */
export const managementInterfaces = [managementInterface, 'tlmgmt2'] as const;

export type ManagementInterface = (typeof managementInterfaces)[number];

/** The name that is free while the tunnel has this one. */
export function otherManagementInterface(name: ManagementInterface): ManagementInterface {
  return name === managementInterfaces[0] ? managementInterfaces[1] : managementInterfaces[0];
}

export function isManagementInterface(name: string): name is ManagementInterface {
  return managementInterfaces.some((one) => one === name);
}

/** Whether it is the name of an interface that the agent makes. */
export function isAgentInterface(name: string): boolean {
  return isManagementInterface(name) || /^tl-[A-Za-z0-9_.-]{1,12}$/.test(name);
}

/** Mark of WireGuard's outer packets: they are routed by the main table alone. */
export const fwmark = 0x746c;

/** Routing table that BIRD exports to. */
export const routingTable = 7400;

/**
 * Name of the link's interface: `tl-<peer>`. A peer name over 12 bytes keeps its first three, and 40 bits of its hash
 * tell it apart: among the 10,000 nodes of a network two such names meet once in 20,000 networks. The "_" is in no
 * name of a node, so a name that is short enough is never met.
 */
export function linkInterface(peer: string): string {
  const name = `${linkInterfacePrefix}${peer}`;
  if (name.length <= 15) return name;
  return `${name.slice(0, linkInterfacePrefix.length + 3)}_${base32(sha256(peer).subarray(0, 5))}`;
}

/** Five bits a character, in the lower-case alphabet of RFC 4648. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
}
