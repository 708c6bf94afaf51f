import { isIP } from 'node:net';
import { isCarriers } from '../../shared/net/address-kind.ts';
import type { AddressFact, FamilyFacts } from '../../shared/net/family-facts.ts';

/**
 * What is known of a node in the family that its tunnel does not use. It speaks from there for a moment now and then,
 * and says so before: WireGuard ties what is seen then to its key.
 */
export interface Sight {
  /** Where it was seen in that family; undefined before it was. */
  readonly other: string | undefined;
  /** Whether the last probe ended without its being seen. */
  readonly isSilent: boolean;
  /** The probe under way. */
  readonly probe: Probe | undefined;
}

interface Probe {
  readonly family: 4 | 6;
  /** Monotonic ms; a node that speaks from there for longer has moved. */
  readonly untilMs: number;
  readonly isSeen: boolean;
}

export const noSight: Sight = { other: undefined, isSilent: false, probe: undefined };

const probeMs = 10_000;

/**
 * What a node says of its probe. Pure.
 *
 * @param family that it speaks over for a moment; undefined: it has put its tunnel back
 */
export function afterWord(sight: Sight, family: 4 | 6 | undefined, nowMs: number): Sight {
  const { probe } = sight;
  if (family !== undefined) {
    const isUnderWay = probe?.family === family && nowMs < probe.untilMs;
    return isUnderWay ? sight : { ...sight, probe: { family, untilMs: nowMs + probeMs, isSeen: false } };
  }
  if (probe === undefined) return sight;
  return probe.isSeen ? { ...sight, probe: undefined } : { ...noSight, isSilent: true };
}

/** What follows from the tunnel's coming from an address of another family: undefined if it is no probe's. Pure. */
export function afterSeen(sight: Sight, address: string, nowMs: number): Sight | undefined {
  const { probe } = sight;
  if (probe === undefined || nowMs >= probe.untilMs || isIP(address) !== probe.family) return undefined;
  if (probe.isSeen && sight.other === address) return sight;
  return { other: address, isSilent: false, probe: { ...probe, isSeen: true } };
}

/** What is known of a node in both families. */
export interface Whole extends Pick<Sight, 'other' | 'isSilent'> {
  /** Where its tunnel comes from. */
  readonly tunnel: string;
  /** What it says of its own addresses; empty if it says nothing. */
  readonly own: readonly string[];
}

/** How a node may be reached. Pure. */
export function factsOf(whole: Whole): FamilyFacts {
  return { ipv4: factOf(4, whole), ipv6: factOf(6, whole) };
}

function factOf(family: 4 | 6, { tunnel, own, other, isSilent }: Whole): AddressFact {
  if (own.length === 0) return 'unknown';
  const ours = own.filter((address) => isIP(address) === family);
  if (ours.length === 0) return 'none';
  const isTunnels = isIP(tunnel) === family;
  const seen = isTunnels ? tunnel : other;
  if (seen !== undefined && ours.includes(seen)) return 'public';
  if (!isTunnels && isSilent) return 'silent';
  if (ours.some(isCarriers)) return 'carrierNat';
  return seen === undefined ? 'unknown' : 'nat';
}
