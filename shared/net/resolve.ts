import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { messageOf, TowlineError } from '../errors.ts';

/** Resolves a host name to its addresses, IPv6 first; throws `unavailable` if there are none in time. */
export type Resolve = (host: string, timeoutMs: number) => Promise<string[]>;

export interface ResolvedAddress {
  readonly address: string;
  /** Seconds for which the answer may be used. */
  readonly ttlS: number;
}

/** Resolves a host name in one family. Rejects with the resolver's error, whose `code` says why, or `unavailable`. */
export type ResolveFamily = (host: string, family: 4 | 6, timeoutMs: number) => Promise<ResolvedAddress[]>;

/** The hosts file may change at any time, and is cheap to read. */
const hostsTtlS = 5;
/** How long a resolver is used: /etc/resolv.conf is read by a new one. One for all names, since each has sockets. */
const resolverMs = 10_000;
let shared: { readonly resolver: Resolver; readonly timeoutMs: number; readonly untilMs: number } | undefined;

/**
 * Asks the name servers of /etc/resolv.conf, after /etc/hosts. Not by getaddrinfo(3): that occupies a thread of
 * Node's small pool for as long as a dead name server takes, and files would wait behind it.
 */
export const resolveFamily: ResolveFamily = async (host, family, timeoutMs) => {
  if (isIP(host) !== 0) return isIP(host) === family ? [{ address: host, ttlS: hostsTtlS }] : [];
  const local = parseHosts(await readFile('/etc/hosts', 'utf8').catch(() => ''), host);
  if (local.length > 0)
    return local
      .filter((address) => isIP(address) === family)
      .map((address) => ({ address, ttlS: hostsTtlS }));
  const resolver = resolverFor(timeoutMs);
  const asked =
    family === 6 ? resolver.resolve6(host, { ttl: true }) : resolver.resolve4(host, { ttl: true });
  const answers = await within(asked, timeoutMs, host);
  return answers.map(({ address, ttl }) => ({ address, ttlS: ttl }));
};

export const resolveHost: Resolve = async (host, timeoutMs) => {
  const answers = await Promise.allSettled([
    resolveFamily(host, 6, timeoutMs),
    resolveFamily(host, 4, timeoutMs),
  ]);
  const addresses = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value.map(({ address }) => address) : [],
  );
  if (addresses.length > 0) return addresses;
  const failure = answers.find((answer) => answer.status === 'rejected');
  throw new TowlineError('unavailable', `${host} does not resolve: ${messageOf(failure?.reason)}`);
};

function resolverFor(timeoutMs: number): Resolver {
  const nowMs = performance.now();
  if (shared === undefined || shared.timeoutMs !== timeoutMs || nowMs >= shared.untilMs) {
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
    shared = { resolver, timeoutMs, untilMs: nowMs + resolverMs };
  }
  return shared.resolver;
}

/** What comes later is dropped. */
async function within<T>(asked: Promise<T>, timeoutMs: number, host: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut(host)), timeoutMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined);
  }
}

function timedOut(host: string): TowlineError {
  const cause = Object.assign(new Error('no answer in time'), { code: 'ETIMEOUT' });
  return new TowlineError('unavailable', `${host} does not resolve: no answer in time`, { cause });
}

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
