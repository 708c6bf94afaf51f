import { isIP } from 'node:net';
import type { ResolvedAddress } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Router, World } from './world.ts';

/** Of the records, as DynDNS providers have it, and how long a name server takes to answer. */
const [ttlMs, answerMs] = [60_000, 30];

/** The resolver of one router's provider: it keeps what it was told until the TTL is over. */
export interface Resolver {
  /** Rejects when the time is over and the router's line is not back. */
  ask(host: string, family: 4 | 6, timeoutMs: number): Promise<ResolvedAddress[]>;
  /** What it says now. */
  answer(host: string): { readonly addresses: readonly string[]; readonly ttlS: number };
}

export function createResolver(router: Router, { routers }: World, clock: Clock): Resolver {
  const kept = new Map<string, { addresses: readonly string[]; untilMs: number }>();
  const answer: Resolver['answer'] = (host) => {
    const nowMs = clock.monotonic();
    let known = kept.get(host);
    if (known === undefined || known.untilMs <= nowMs) {
      known = { addresses: routers[idOf(host)]?.named ?? [], untilMs: nowMs + ttlMs };
      kept.set(host, known);
    }
    return { addresses: known.addresses, ttlS: Math.ceil((known.untilMs - nowMs) / 1000) };
  };
  return {
    answer,
    async ask(host, family, timeoutMs) {
      await clock.sleep(router.isUp ? answerMs : timeoutMs);
      if (!router.isUp) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
      const { addresses, ttlS } = answer(host);
      return addresses.filter((address) => isIP(address) === family).map((address) => ({ address, ttlS }));
    },
  };
}

export function hostOf({ name }: Router): string {
  return `${name}.example.net`;
}

function idOf(host: string): number {
  return Number(/^n(\d+)\./.exec(host)?.[1]);
}
