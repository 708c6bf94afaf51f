import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { Prospect as WireProspect } from '../../shared/gen/towline/v1/Prospect.ts';
import { type AddressFact, type FamilyFacts, fromWire } from '../../shared/net/family-facts.ts';
import { type Prospect, prospectOf } from '../../shared/net/prospect.ts';

/** Something of each IP family. */
export type PerFamily<T> = Readonly<Record<keyof FamilyFacts, T>>;

/** One IP family of the node. */
export interface OwnFamily {
  readonly fact: AddressFact;
  /** Where the controller saw the node's tunnel come from; null if it did not. */
  readonly seen: string | null;
}

/** The node's own families, as the controller says. Pure. */
export function ownFamilies(told: OwnFacts | undefined): PerFamily<OwnFamily> {
  const { ipv4, ipv6 } = fromWire(told?.families);
  return {
    ipv4: { fact: ipv4, seen: told?.seenIpv4 || null },
    ipv6: { fact: ipv6, seen: told?.seenIpv6 || null },
  };
}

/** Whether a link can work over each family. Pure. */
export function prospectsOf(own: FamilyFacts, peer: string, facts: FamilyFacts): PerFamily<Prospect> {
  const ends = [
    { name: 'this node', facts: own },
    { name: peer, facts },
  ] as const;
  return { ipv4: prospectOf('ipv4', ...ends), ipv6: prospectOf('ipv6', ...ends) };
}

const wire: Readonly<Record<Prospect['verdict'], WireProspect>> = {
  unknown: 'PROSPECT_UNSPECIFIED',
  possible: 'PROSPECT_POSSIBLE',
  doubtful: 'PROSPECT_DOUBTFUL',
  impossible: 'PROSPECT_IMPOSSIBLE',
};

/** A prospect as the controller is told it. Pure. */
export function reportedProspect({ verdict, reason }: Prospect) {
  return { prospect: wire[verdict], reason };
}

const facts: Readonly<Record<AddressFact, string>> = {
  unknown: 'not known yet',
  none: 'none',
  public: 'public',
  nat: 'behind NAT',
  carrierNat: "behind a carrier's NAT",
  silent: 'no answer from the controller',
};

/** A family of the node for people. Pure. */
export function showOwnFamily({ fact, seen }: OwnFamily): string {
  return seen === null ? facts[fact] : `${facts[fact]}, ${seen}`;
}
