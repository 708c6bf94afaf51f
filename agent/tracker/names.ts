import { isIP } from 'node:net';
import { isPrivate, isUsable } from '../../shared/net/address-kind.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import type { ResolvedAddress, ResolveFamily } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { NameView } from './link-memory.ts';

/** What came of lookups since the agent started. */
export interface LookupCounters {
  asked: number;
  answered: number;
  /** No such name, no address, no answer in time, anything else. */
  nxdomain: number;
  empty: number;
  timeout: number;
  failed: number;
  /** Came when nobody waited for it any more. */
  late: number;
  /** Addresses that no packet could be sent to, that were too many, or private ones of a public name. */
  unusable: number;
  surplus: number;
  privates: number;
}

export interface NamesOptions {
  readonly resolve: ResolveFamily;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly timeoutMs: number;
  /** Called when there is word of a name. */
  readonly onWord: (host: string, addresses: readonly string[]) => void;
}

/** The names of endpoints and what they resolve to. A name is asked for once at a time, both families at once. */
export interface Names {
  ask(host: string): void;
  view(host: string): NameView | undefined;
  /** Forgets names that no link has any more. */
  keepOnly(hosts: ReadonlySet<string>): void;
  readonly counters: Readonly<LookupCounters>;
}

/** Seconds. A TTL of 0 would have a name asked for at each look; one of a week would outlast an address. */
const [leastTtlS, mostTtlS] = [1, 300];
/** Beyond the time that the resolver has. */
const graceMs = 500;
/** Addresses of a family that are taken of one answer. */
export const mostAnswers = 8;
/** Names that are a private network's own (RFC 6762, RFC 8375, and what is common). */
const privateName = /(?:^|\.)(?:local|internal|lan|home|intern|corp|home\.arpa|localhost|test)\.?$/i;

interface Answer {
  readonly addresses: readonly string[];
  readonly expiresMs: number;
}

interface Known {
  readonly answers: Map<4 | 6, Answer>;
  /** Lookups under way, by family. */
  readonly open: Set<4 | 6>;
  hasWord: boolean;
  hasAddress: boolean;
  askedMs: number;
}

export function createNames(options: NamesOptions): Names {
  const { clock, timeoutMs } = options;
  const known = new Map<string, Known>();
  const counters: LookupCounters = {
    asked: 0,
    answered: 0,
    nxdomain: 0,
    empty: 0,
    timeout: 0,
    failed: 0,
    late: 0,
    unusable: 0,
    surplus: 0,
    privates: 0,
  };

  async function askFamily(host: string, name: Known, family: 4 | 6): Promise<void> {
    let addresses: string[] = [];
    let ttlS: number = leastTtlS;
    let hasExpired = false;
    const end = () => {
      name.open.delete(family);
      if (addresses.length > 0) name.hasAddress = true;
      if (addresses.length > 0 || name.open.size === 0) name.hasWord = true;
      // A family that fails keeps the addresses that it had.
      const kept = addresses.length > 0 ? addresses : (name.answers.get(family)?.addresses ?? []);
      name.answers.set(family, { addresses: kept, expiresMs: clock.monotonic() + ttlS * 1000 });
      if (known.get(host) === name) options.onWord(host, addresses);
    };
    // The resolver keeps its time by itself; should it not, nobody waits for it.
    const answered = new AbortController();
    clock.sleep(timeoutMs + graceMs, answered.signal).then(
      () => {
        hasExpired = true;
        counters.timeout++;
        end();
      },
      () => undefined,
    );
    try {
      const answer = await options.resolve(host, family, timeoutMs);
      if (hasExpired) counters.late++;
      else {
        addresses = usable(host, family, answer, counters);
        ttlS = ttlOf(answer);
        counters[addresses.length > 0 ? 'answered' : 'empty']++;
      }
    } catch (error) {
      if (!hasExpired) counters[failureOf(error)]++;
    } finally {
      answered.abort();
      if (!hasExpired) end();
    }
  }

  return {
    counters,
    ask(host) {
      const name: Known = known.get(host) ?? {
        ...{ answers: new Map(), open: new Set(), hasWord: false, hasAddress: false, askedMs: 0 },
      };
      if (name.open.size > 0) return;
      known.set(host, name);
      [name.hasWord, name.hasAddress] = [false, false];
      name.askedMs = clock.monotonic();
      name.open.add(6).add(4);
      counters.asked++;
      void askFamily(host, name, 6);
      void askFamily(host, name, 4);
    },
    view(host) {
      const name = known.get(host);
      if (name === undefined) return undefined;
      const answers = [...name.answers.values()];
      const addresses = answers.flatMap((answer) => answer.addresses);
      const expiry = answers
        .filter((answer) => answer.addresses.length > 0)
        .map(({ expiresMs }) => expiresMs);
      const ends = expiry.length > 0 ? expiry : answers.map(({ expiresMs }) => expiresMs);
      // While one family has not answered, another lookup would not be made.
      const expiresMs =
        name.open.size > 0 ? name.askedMs + timeoutMs : Math.min(Number.MAX_SAFE_INTEGER, ...ends);
      const isPending = name.open.size > 0 && !name.hasWord;
      return { addresses, expiresMs, isPending, isAnswered: name.hasAddress };
    },
    keepOnly(hosts) {
      for (const host of known.keys()) if (!hosts.has(host)) known.delete(host);
    },
  };
}

/** The addresses of an answer that may be used, public ones first. */
function usable(
  host: string,
  family: 4 | 6,
  answer: readonly ResolvedAddress[],
  counters: LookupCounters,
): string[] {
  const addresses = [...new Set(answer.map(({ address }) => canonicalAddress(String(address))))];
  const good = addresses.filter((address) => isIP(address) === family && isUsable(address));
  counters.unusable += addresses.length - good.length;
  const inside = good.filter(isPrivate);
  const isSuspicious = inside.length > 0 && !privateName.test(host) && host.includes('.');
  if (isSuspicious) counters.privates += inside.length;
  const ordered = isSuspicious ? [...good.filter((address) => !isPrivate(address)), ...inside] : good;
  counters.surplus += Math.max(0, ordered.length - mostAnswers);
  return ordered.slice(0, mostAnswers);
}

function ttlOf(answer: readonly ResolvedAddress[]): number {
  const least = Math.min(mostTtlS, ...answer.map(({ ttlS }) => (Number.isFinite(ttlS) ? ttlS : leastTtlS)));
  return Math.max(leastTtlS, least);
}

function failureOf(error: unknown): 'nxdomain' | 'empty' | 'timeout' | 'failed' {
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined);
  if (code === 'ENOTFOUND') return 'nxdomain';
  if (code === 'ENODATA') return 'empty';
  return code === 'ETIMEOUT' || code === 'ECANCELLED' ? 'timeout' : 'failed';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
