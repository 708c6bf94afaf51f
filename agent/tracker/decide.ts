import { formatEndpoint, parseEndpoint } from '../../shared/wireguard/config-text.ts';
import type { EndpointSpec } from '../check/endpoint-spec.ts';

/** What the tracker remembers of a link. Times are monotonic milliseconds. */
export interface LinkMemory {
  /** The receive counter at the last look; undefined before the first. */
  readonly receivedBytes: number | undefined;
  /** When the counter last moved. */
  readonly receivedAtMs: number | undefined;
  /** The hint that was acted on, or taken as the starting point. */
  readonly hint: string | undefined;
  /** Addresses that the name had at the last lookup. */
  readonly addresses: readonly string[];
  /** Whether a lookup has ended since the last attempt. */
  readonly isResolved: boolean;
  /** Attempts since the link last worked. */
  readonly attempts: number;
  /** No further attempt before this time. */
  readonly notBeforeMs: number;
}

export const newLinkMemory: LinkMemory = {
  receivedBytes: undefined,
  receivedAtMs: undefined,
  hint: undefined,
  addresses: [],
  isResolved: false,
  attempts: 0,
  notBeforeMs: 0,
};

/** What is seen of a link at one moment. */
export interface LinkView {
  readonly spec: EndpointSpec;
  /** Endpoint in use. */
  readonly endpoint: string | undefined;
  readonly receivedBytes: number;
  /** Address of the latest hint for the peer. */
  readonly hint: string | undefined;
}

export type TrackerAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly endpoint: string }
  | { readonly kind: 'resolve'; readonly host: string };

export interface TrackerTime {
  readonly nowMs: number;
  /** A link that received something within this time works. */
  readonly freshMs: number;
  /** In [0, 1). */
  readonly random: number;
}

// WireGuard tries a handshake every 5 s (REKEY_TIMEOUT): an endpoint gets at least one whole attempt.
const firstDelayMs = 6000;
const mostDelayMs = 60_000;
const none: TrackerAction = { kind: 'none' };

/**
 * Decides what to do about one link. The endpoint of a link that works is left alone unless a hint says that
 * the peer has moved: then it is followed at once. Pure.
 */
export function decide(
  memory: LinkMemory,
  view: LinkView,
  time: TrackerTime,
): { memory: LinkMemory; action: TrackerAction } {
  const seen = observe(memory, view, time);
  const isFresh = seen.receivedAtMs !== undefined && time.nowMs - seen.receivedAtMs < time.freshMs;
  const hint = view.spec.kind === 'address' ? undefined : view.hint;
  if (hint !== undefined && hint !== seen.hint) {
    const followed = { ...seen, hint };
    // The first hint tells nothing about a move; a link that works may use another address on purpose.
    const isMove = seen.hint !== undefined || !isFresh;
    if (isMove && addressOf(view.endpoint) !== hint) {
      return set(followed, formatEndpoint(hint, portOf(view.spec)), time);
    }
    return decide(followed, view, time);
  }
  if (isFresh || time.nowMs < seen.notBeforeMs) return { memory: seen, action: none };
  if (view.spec.kind === 'name' && !seen.isResolved) {
    return { memory: delayed(seen, time), action: { kind: 'resolve', host: view.spec.host } };
  }
  const next = nextCandidate(candidates(view, seen), view.endpoint);
  if (next === undefined) return { memory: { ...delayed(seen, time), isResolved: false }, action: none };
  return set(seen, next, time);
}

/** The memory after a lookup ended; without addresses those of the last one stay. Pure. */
export function resolved(memory: LinkMemory, addresses: readonly string[], nowMs: number): LinkMemory {
  const known = addresses.length === 0 ? memory.addresses : addresses;
  return { ...memory, addresses: known, isResolved: true, notBeforeMs: nowMs };
}

function observe(memory: LinkMemory, view: LinkView, time: TrackerTime): LinkMemory {
  if (view.receivedBytes === memory.receivedBytes) return memory;
  const moved = view.receivedBytes > 0;
  return {
    ...memory,
    receivedBytes: view.receivedBytes,
    receivedAtMs: moved ? time.nowMs : memory.receivedAtMs,
    attempts: moved ? 0 : memory.attempts,
    notBeforeMs: moved ? 0 : memory.notBeforeMs,
  };
}

function set(memory: LinkMemory, endpoint: string, time: TrackerTime) {
  return {
    memory: { ...delayed(memory, time), isResolved: false },
    action: { kind: 'set', endpoint } as const,
  };
}

function delayed(memory: LinkMemory, time: TrackerTime): LinkMemory {
  const bound = Math.min(mostDelayMs, firstDelayMs * 2 ** Math.min(memory.attempts, 10));
  const notBeforeMs = time.nowMs + bound * (1 + time.random / 4);
  return { ...memory, attempts: memory.attempts + 1, notBeforeMs };
}

function candidates(view: LinkView, memory: LinkMemory): string[] {
  const { spec } = view;
  if (spec.kind === 'address') return [spec.endpoint];
  const addresses = spec.kind === 'name' ? memory.addresses : [];
  const hinted = view.hint === undefined ? [] : [view.hint];
  return [...new Set([...addresses, ...hinted])].map((address) => formatEndpoint(address, spec.port));
}

/** The candidate after the one in use, so that each gets its turn; undefined if that is the same. */
function nextCandidate(endpoints: readonly string[], inUse: string | undefined): string | undefined {
  const index = inUse === undefined ? -1 : endpoints.indexOf(inUse);
  const next = endpoints[(index + 1) % Math.max(1, endpoints.length)];
  return next === inUse ? undefined : next;
}

function addressOf(endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : parseEndpoint(endpoint)?.address;
}

function portOf(spec: EndpointSpec): number {
  return spec.kind === 'address' ? (parseEndpoint(spec.endpoint)?.port ?? 0) : spec.port;
}
