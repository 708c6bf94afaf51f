import type { AddressFact as WireFact } from '../gen/towline/v1/AddressFact.ts';
import type { FamilyFacts as WireFacts } from '../gen/towline/v1/FamilyFacts.ts';

/**
 * How a node may be reached in one IP family: not at all; at an address of its own; behind a translation, or a
 * carrier's; or not, though it has addresses (`silent`).
 */
export type AddressFact = 'unknown' | 'none' | 'public' | 'nat' | 'carrierNat' | 'silent';

/** How a node may be reached. */
export interface FamilyFacts {
  readonly ipv4: AddressFact;
  readonly ipv6: AddressFact;
}

export const noFacts: FamilyFacts = { ipv4: 'unknown', ipv6: 'unknown' };

const wire: Readonly<Record<AddressFact, WireFact>> = {
  unknown: 'ADDRESS_FACT_UNSPECIFIED',
  none: 'ADDRESS_FACT_NONE',
  public: 'ADDRESS_FACT_PUBLIC',
  nat: 'ADDRESS_FACT_NAT',
  carrierNat: 'ADDRESS_FACT_CARRIER_NAT',
  silent: 'ADDRESS_FACT_SILENT',
};
const read = new Map(Object.entries(wire).map(([fact, text]) => [text, fact as AddressFact]));

export function toWire({ ipv4, ipv6 }: FamilyFacts): WireFacts {
  return { ipv4: wire[ipv4], ipv6: wire[ipv6] };
}

/** What is missing, or of a newer version, is unknown. */
export function fromWire(facts: Partial<WireFacts> | null | undefined): FamilyFacts {
  const of = (fact: WireFact | undefined) => (fact && read.get(fact)) ?? 'unknown';
  return { ipv4: of(facts?.ipv4), ipv6: of(facts?.ipv6) };
}
