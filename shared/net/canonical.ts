import { isIP, SocketAddress } from 'node:net';

/** An address, or a prefix with its length, in the form that the kernel prints (RFC 5952); other text as it is. */
export function canonicalAddress(text: string): string {
  const [address = '', length] = text.split('/');
  if (isIP(address) !== 6) return text;
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  return length === undefined ? canonical : `${canonical}/${length}`;
}
