import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A name of a site, node or group: what a DNS label may be, in lower case. */
const namePattern = /^(?=.{1,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const nameRule = 'lower-case letters and digits, words joined by single "-", at most 32';

/** Whether a text can name a site, node or group. `--` joins two names, `constructor` is in every JavaScript object. */
export function isName(text: string): boolean {
  return namePattern.test(text) && text !== 'constructor';
}

const hostNamePattern =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$/;

export const name = z.string().refine(isName, {
  error: (issue) => `${show(issue.input)} is no name, expected ${nameRule}`,
});

/** `"auto"`, `"none"`, an address, or a host name. The port is a matter of the link. */
export const endpoint = z.string().refine(isEndpoint, {
  error: (issue) =>
    `${show(issue.input)} is no endpoint, expected "auto", "none", a host name or an address without a port`,
});

/** An IPv4 or IPv6 prefix without host bits, in its canonical form. */
export const prefix = z.string().transform((text, context) => {
  const problem = prefixProblem(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
  return problem === undefined ? canonicalPrefix(text) : text;
});

/** A prefix of one family. */
export function prefixOf(family: 4 | 6) {
  return prefix.refine((text) => familyOf(text) === family, {
    error: (issue) => `${show(issue.input)} is no IPv${family} prefix`,
  });
}

/** An interface name or pattern as BIRD takes it. */
export const interfacePattern = z.string().regex(/^[A-Za-z0-9._*?-]{1,15}$/, {
  error: (issue) => `${show(issue.input)} is no interface name or pattern such as "eth1" or "vlan*"`,
});

/** 4 or 6 for a prefix or address. */
export function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

function isEndpoint(text: string): boolean {
  if (text === 'auto' || text === 'none' || isIP(text) !== 0) return true;
  // All digits and dots, but no address: a mistyped one, never a host name.
  return hostNamePattern.test(text) && !/^[\d.]+$/.test(text);
}

function prefixProblem(text: string): string | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (
    family === 0 ||
    rest.length > 0 ||
    !/^\d{1,3}$/.test(bits) ||
    Number(bits) > (family === 4 ? 32 : 128)
  ) {
    return `${show(text)} is no prefix such as "10.1.0.0/24" or "fd00:1::/64"`;
  }
  const network = networkOf(text);
  return network === canonicalPrefix(text)
    ? undefined
    : `${show(text)} has host bits set, the prefix is "${network}"`;
}

function canonicalPrefix(text: string): string {
  const [address, bits] = ipaddr.parseCIDR(text);
  return `${formatAddress(address)}/${bits}`;
}

function networkOf(text: string): string {
  const [address, bits] = ipaddr.parseCIDR(text);
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(text)
      : ipaddr.IPv6.networkAddressFromCIDR(text);
  return `${formatAddress(network)}/${bits}`;
}

/** An address as RFC 5952 writes it. */
export function formatAddress(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address.kind() === 'ipv4' ? address.toString() : (address as ipaddr.IPv6).toRFC5952String();
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
