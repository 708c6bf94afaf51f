import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { messageOf, TowlineError } from '../errors.ts';

/** Resolves a host name to its addresses, IPv6 first; throws `unavailable` if there are none in time. */
export type Resolve = (host: string, timeoutMs: number) => Promise<string[]>;

/**
 * Asks the name servers of /etc/resolv.conf, after /etc/hosts. Not by getaddrinfo(3): that occupies a thread of
 * Node's small pool for as long as a dead name server takes, and files would wait behind it.
 */
export const resolveHost: Resolve = async (host, timeoutMs) => {
  if (isIP(host) !== 0) return [host];
  const local = parseHosts(await readFile('/etc/hosts', 'utf8').catch(() => ''), host);
  if (local.length > 0) return local;
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
  const timer = setTimeout(() => resolver.cancel(), timeoutMs);
  try {
    const answers = await Promise.allSettled([resolver.resolve6(host), resolver.resolve4(host)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length > 0) return addresses;
    const failure = answers.find((answer) => answer.status === 'rejected');
    throw new TowlineError('unavailable', `${host} does not resolve: ${messageOf(failure?.reason)}`);
  } finally {
    clearTimeout(timer);
  }
};

/** Addresses that a hosts file (hosts(5)) gives a name, IPv6 first. */
export function parseHosts(text: string, host: string): string[] {
  const wanted = host.toLowerCase();
  const found = text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return isIP(address) !== 0 && names.some((name) => name.toLowerCase() === wanted) ? [address] : [];
  });
  return [
    ...found.filter((address) => isIP(address) === 6),
    ...found.filter((address) => isIP(address) === 4),
  ];
}
