import { isIP } from 'node:net';

/** What a bundle has to show, beyond what every one has, before it is kept. */
export type Gate =
  /** So many sessions of the bundle's links are established. */
  | { readonly kind: 'bgp'; readonly established: number }
  /** The link to this node has a handshake that is still good. */
  | { readonly kind: 'handshake'; readonly peer: string }
  /** This IPv4 or IPv6 address answers a ping. */
  | { readonly kind: 'ping'; readonly address: string };

/** How gates are written, for people. */
export const gateForms = '"bgp:established>=N", "handshake:<node>" or "ping:<address>"';

/** Reads a gate of `confirm.require`; undefined if it is none. */
export function parseGate(text: string): Gate | undefined {
  const established = /^bgp:established>=([1-9]\d{0,3})$/.exec(text)?.[1];
  if (established !== undefined) return { kind: 'bgp', established: Number(established) };
  const peer = /^handshake:([a-z0-9-]{1,32})$/.exec(text)?.[1];
  if (peer !== undefined) return { kind: 'handshake', peer };
  const address = /^ping:([0-9A-Fa-f.:]+)$/.exec(text)?.[1];
  return address !== undefined && isIP(address) !== 0 ? { kind: 'ping', address } : undefined;
}

/** The gate as `confirm.require` has it. */
export function formatGate(gate: Gate): string {
  switch (gate.kind) {
    case 'bgp':
      return `bgp:established>=${gate.established}`;
    case 'handshake':
      return `handshake:${gate.peer}`;
    case 'ping':
      return `ping:${gate.address}`;
  }
}
