import type { AddressFact, FamilyFacts } from './family-facts.ts';

/** Whether a link can work in one IP family. */
export interface Prospect {
  readonly verdict: 'unknown' | 'possible' | 'doubtful' | 'impossible';
  /** Why, for people; empty where there is nothing to say. */
  readonly reason: string;
}

/** One end of a link: what it is called, and how it may be reached. */
export interface End {
  readonly name: string;
  readonly facts: FamilyFacts;
}

const labels = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/**
 * Whether a link between two ends can work in a family. WireGuard needs one end that the other can send to: behind a
 * translation it is the one that sends first. The verdict is the same from either end. Pure.
 */
export function prospectOf(family: keyof FamilyFacts, one: End, other: End): Prospect {
  const label = labels[family];
  const that = (test: (fact: AddressFact) => boolean) =>
    [one, other].filter(({ facts }) => test(facts[family])).map(({ name }) => name);
  const without = that((fact) => fact === 'none');
  if (without.length === 2) return { verdict: 'impossible', reason: `neither end has ${label}` };
  if (without[0] !== undefined) return { verdict: 'impossible', reason: `${without[0]} has no ${label}` };
  const silent = that((fact) => fact === 'silent');
  if (silent.length > 0)
    return {
      verdict: 'doubtful',
      reason: `the controller does not hear ${silent.join(' and ')} over ${label}`,
    };
  const unknown = that((fact) => fact === 'unknown');
  if (unknown.length > 0)
    return {
      verdict: 'unknown',
      reason: `how ${unknown.join(' and ')} may be reached over ${label} is not known`,
    };
  const translated = that((fact) => fact === 'nat' || fact === 'carrierNat');
  if (translated.length === 2) {
    const carriers = that((fact) => fact === 'carrierNat');
    return carriers.length === 0
      ? {
          verdict: 'doubtful',
          reason: 'both ends are behind NAT: only if theirs keep the port that they send from',
        }
      : {
          verdict: 'impossible',
          reason: `both ends are behind NAT, ${carriers.join(' and ')} behind a carrier's`,
        };
  }
  const [first] = translated;
  return {
    verdict: 'possible',
    reason: first === undefined ? '' : `${first} is behind NAT, and has to send first`,
  };
}
