import ipaddr from 'ipaddr.js';

/** One form for each address: RFC 5952, and IPv4 where a dual-stack socket gives IPv4-mapped IPv6. Other text as it is. */
export function canonicalSource(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : (parsed as ipaddr.IPv6).toRFC5952String();
}

/** The address of `address:port` as grpc-js prints a peer, `[address]:port` as WireGuard does; canonical. */
export function addressOf(peer: string): string {
  const colon = peer.lastIndexOf(':');
  const host = colon === -1 ? peer : peer.slice(0, colon);
  return canonicalSource(host.replace(/^\[|\]$/g, '').replace(/%.*$/, ''));
}
