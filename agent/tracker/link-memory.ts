import type { EndpointSpec } from '../check/endpoint-spec.ts';
import type { Hint } from './hints.ts';

/** Where a link is; docs/tracker.md has the transitions. */
export type LinkStateName = 'up' | 'suspect' | 'resolving' | 'backingOff' | 'passive';

/** What the tracker remembers of a link. Times are monotonic milliseconds. */
export interface LinkMemory {
  readonly state: LinkStateName;
  /** When the state began; 0 before the first look. */
  readonly sinceMs: number;
  /** Why it is in this state. */
  readonly reason: string;
  /** When something is due next; undefined while nothing is. */
  readonly nextMs: number | undefined;
  /** The receive counter at the last look; undefined before the first. */
  readonly receivedBytes: number | undefined;
  /** When the counter was first seen higher. */
  readonly receivedAtMs: number | undefined;
  /** The endpoint at the last look, or the one set since. */
  readonly endpoint: string | undefined;
  /** When WireGuard itself changed the endpoint. */
  readonly roamedAtMs: number | undefined;
  /** The last hint that was followed, or that the link refuted by working. */
  readonly hintSerial: number;
  /** The best endpoint is to have its turn, though it may be in use: what it failed by may be over. */
  readonly beginsAnew: boolean;
  /** Endpoints that had their turn since the link worked last, at most `mostCandidates`. */
  readonly tried: readonly string[];
  /** Times that all of them had their turn. */
  readonly rounds: number;
  /** No further endpoint before this time, unless there is news. */
  readonly tryAtMs: number;
  /** Lookups since the link worked last. */
  readonly lookups: number;
  /** No further lookup before this time. */
  readonly lookUpAtMs: number;
}

export const newLinkMemory: LinkMemory = {
  state: 'suspect',
  sinceMs: 0,
  reason: 'not looked at yet',
  nextMs: undefined,
  receivedBytes: undefined,
  receivedAtMs: undefined,
  endpoint: undefined,
  roamedAtMs: undefined,
  hintSerial: 0,
  beginsAnew: false,
  tried: [],
  rounds: 0,
  tryAtMs: 0,
  lookups: 0,
  lookUpAtMs: 0,
};

/** What is known of a name at one moment. */
export interface NameView {
  /** Best first; those of the last good answer while there is no newer one. */
  readonly addresses: readonly string[];
  /** Monotonic milliseconds until which they may be used without asking. */
  readonly expiresMs: number;
  /** Asked, and no word yet. */
  readonly isPending: boolean;
  /** The last lookup had an address: there is a resolver, and it knows the name. */
  readonly isAnswered: boolean;
}

/** What is seen of a link at one moment. */
export interface LinkView {
  /** Undefined: only the peer dials. */
  readonly spec: EndpointSpec | undefined;
  /** Endpoint in use. */
  readonly endpoint: string | undefined;
  readonly receivedBytes: number;
  /** The latest hint for the peer. */
  readonly hint: Hint | undefined;
  /** Whether the controller is in contact, and would tell of a move that came after the hint. */
  readonly inContact: boolean;
  /** Of the spec's name; undefined if it has none or it was never asked for. */
  readonly name: NameView | undefined;
  /** Endpoints that worked, the last one first. */
  readonly remembered: readonly string[];
}

export interface TrackerLimits {
  /** A link that received something within this time works. */
  readonly freshMs: number;
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** The family to try first; undefined: the one that worked last. */
  readonly family: 4 | 6 | undefined;
}

export interface Moment {
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  readonly limits: TrackerLimits;
  /** Whether there is a route to an address at all. */
  readonly hasWay: (endpoint: string) => boolean;
}

export type LinkEvent =
  | { readonly kind: 'look'; readonly view: LinkView }
  /** The machine's own addresses or ways out are others now: what failed before may work. */
  | { readonly kind: 'ownAddresses' };

export type LinkAction =
  | { readonly kind: 'set'; readonly endpoint: string; readonly evenIfWorking: boolean }
  | { readonly kind: 'resolve'; readonly host: string };

export interface Transition {
  readonly memory: LinkMemory;
  readonly actions: readonly LinkAction[];
}
