import type { Log } from '../../shared/os/log.ts';
import type { LinkStateName } from './link-memory.ts';

/** Something that happened to a link: logged, counted, and the last one kept. */
export interface TrackerEvent {
  /** `repair`: something arrives again. `resolve`: word of a name. */
  readonly kind: 'transition' | 'set' | 'resolve' | 'hint' | 'repair';
  readonly interface: string;
  readonly peer: string;
  /** States of a transition and a repair, endpoints of a `set`, addresses of a hint, name and addresses of a lookup. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Unix milliseconds at which what is over now began. */
  readonly since: number;
}

export interface TrackerCounters {
  readonly transitions: Record<LinkStateName, number>;
  sets: number;
  /** Of those, on links that work: the peer had said that it left. */
  setsOnWorking: number;
  hints: number;
  repairs: number;
  /** Seconds of all repaired outages together. */
  repairedS: number;
  /** Times that WireGuard was asked for its state. */
  reads: number;
}

export function newCounters(): TrackerCounters {
  const transitions = { up: 0, suspect: 0, resolving: 0, backingOff: 0, passive: 0 };
  return { transitions, sets: 0, setsOnWorking: 0, hints: 0, repairs: 0, repairedS: 0, reads: 0 };
}

const words: Readonly<Record<TrackerEvent['kind'], string>> = {
  transition: 'link state',
  set: 'endpoint set',
  resolve: 'lookup',
  hint: 'hint',
  repair: 'link repaired',
};

/** Logs an event; lookups, which come at every pause of every dead link, for debugging only. */
export function logEvent(log: Log, { kind, ...fields }: TrackerEvent): void {
  log[kind === 'resolve' || kind === 'transition' ? 'debug' : 'info'](fields, words[kind]);
}
