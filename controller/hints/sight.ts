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
  /** The probe under way, or the last one. */
  readonly probe: Probe | undefined;
}

interface Probe {
  readonly family: 4 | 6;
  /** Monotonic ms; a node that is seen there for longer has moved. */
  readonly untilMs: number;
  readonly isSeen: boolean;
  /** Whether the node has said that its tunnel is back. */
  readonly isEnded: boolean;
}

export const noSight: Sight = { other: undefined, isSilent: false, probe: undefined };

const probeMs = 10_000;
/** A look at the tunnels that began during the probe may end after it, and a later one finds the tunnel back. */
const lookMs = 5_000;

/**
 * What a node says of its probe. Pure.
 *
 * @param family that it speaks over for a moment; undefined: it has put its tunnel back
 */
export function afterWord(sight: Sight, family: 4 | 6 | undefined, nowMs: number): Sight {
  const { probe } = sight;
  if (family !== undefined) {
    if (isUnderWay(sight, nowMs) && probe?.family === family) return sight;
    return { ...sight, probe: { family, untilMs: nowMs + probeMs, isSeen: false, isEnded: false } };
  }
  if (probe === undefined || probe.isEnded) return sight;
  const ended = { ...probe, untilMs: Math.min(probe.untilMs, nowMs + lookMs), isEnded: true };
  return probe.isSeen ? { ...sight, probe: ended } : { ...noSight, isSilent: true, probe: ended };
}

/** What other addresses of a node leave: the other family was seen from the old ones, and its tunnel may move now. Pure. */
export function afterOther({ probe }: Sight): Sight {
  return { ...noSight, probe: probe?.isEnded === true ? undefined : probe };
}

/** Whether a node's tunnel may speak over the other family now, so that a look is worth while. Pure. */
export function isUnderWay({ probe }: Sight, nowMs: number): boolean {
  return probe !== undefined && !probe.isEnded && nowMs < probe.untilMs;
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
