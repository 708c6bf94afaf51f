export type Family = 'ipv4' | 'ipv6';

/** How a machine hangs on the Internet. */
export interface UplinkDescription {
  /** Families of its line; both unless said otherwise. */
  readonly families?: readonly Family[];
  /** Number of its subnet (198.18.N.0/24 and 2001:db8:N::/64); a free one unless said otherwise. */
  readonly uplink?: number;
  /**
   * Whether the line translates IPv4 addresses: the machine has one of a private network, or of a carrier's (RFC 6598),
   * and does not see when the line gets another public one. Such a line has no IPv6 unless `families` names it; that
   * is never translated.
   */
  readonly nat?: boolean | 'carrier';
}

/** A site router. A host hangs behind it where it has a LAN prefix. */
export interface NodeDescription extends UplinkDescription {
  readonly name: string;
  readonly site: string;
  /** IPv4 prefix of its LAN, for example `10.1.0.0/24`; the node takes its first address, the host its second. */
  readonly lanV4?: string;
  /** IPv6 prefix of its LAN. */
  readonly lanV6?: string;
}

/** A network to build on this machine. */
export interface LabDescription {
  /** The controller's machine; none is made without it. */
  readonly controller?: UplinkDescription;
  readonly nodes: readonly NodeDescription[];
}

/** The router that stands for the Internet. */
export const internet = 'internet';
/** The machine of the controller. */
export const controller = 'controller';

/** Name of the host behind a node. */
export function hostOf(node: string): string {
  return `host-${node}`;
}

/** Name of a machine's line: the box at the customer's end of its Internet access. */
export function lineOf(machine: string): string {
  return `line-${machine}`;
}
