/**
 * WireGuard takes an initiation only with a later timestamp than the last it took from that peer (whitepaper,
 * section 5.1), for as long as it knows the peer. A peer whose clock ran ahead and was set right is refused until
 * its clock is past that point again, which may be decades. Taking the peer away and adding it again forgets the
 * timestamp; this decides when. docs/clock.md has the reasons.
 */
export interface PeerMemory {
  /** The receive counter at the last look. */
  readonly receivedBytes: number;
  /** When the counter last moved; the first look counts as that. Monotonic milliseconds, like all times here. */
  readonly receivedAtMs: number;
  /** When what is arriving now began to arrive. */
  readonly arrivingSinceMs: number;
  /** Renewals since the peer last was heard for longer than a moment. */
  readonly renewals: number;
  /** No further renewal before this time. */
  readonly notBeforeMs: number;
}

export interface PeerLook {
  readonly receivedBytes: number;
  /** Monotonic milliseconds. */
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
}

/** Nothing that works is silent for so long: keepalives and BFD are more frequent by far. */
export const silenceMs = 300_000;
const mostPauseMs = 3_600_000;
/** An old initiation that somebody recorded and sends again moves the counter for a moment only. */
const steadyMs = 60_000;

/**
 * Looks at one peer, and says whether to take it away and add it now. What never sent anything that was taken has
 * no timestamp to forget, so that a node that is gone for good costs one renewal in all. The pause between two
 * renewals doubles from five minutes to an hour, with up to a quarter more. Pure.
 */
export function watchSilence(
  before: PeerMemory | undefined,
  { receivedBytes, nowMs, random }: PeerLook,
): { readonly memory: PeerMemory; readonly isDue: boolean } {
  if (before === undefined) {
    const memory = {
      receivedBytes,
      receivedAtMs: nowMs,
      arrivingSinceMs: nowMs,
      renewals: 0,
      notBeforeMs: 0,
    };
    return { memory, isDue: false };
  }
  const memory = received(before, receivedBytes, nowMs);
  const isSilent = nowMs - memory.receivedAtMs >= silenceMs;
  if (!isSilent || receivedBytes === 0 || nowMs < memory.notBeforeMs) return { memory, isDue: false };
  const pauseMs = Math.min(mostPauseMs, silenceMs * 2 ** Math.min(memory.renewals, 10));
  const notBeforeMs = nowMs + Math.min(mostPauseMs, pauseMs * (1 + random / 4));
  return { memory: { ...memory, renewals: memory.renewals + 1, notBeforeMs }, isDue: true };
}

function received(before: PeerMemory, receivedBytes: number, nowMs: number): PeerMemory {
  if (receivedBytes === before.receivedBytes) return before;
  // A peer that was taken away and added again counts from 0: that is no sign of it.
  if (receivedBytes === 0) return { ...before, receivedBytes };
  const isNew = nowMs - before.receivedAtMs >= steadyMs;
  const arrivingSinceMs = isNew ? nowMs : before.arrivingSinceMs;
  const isSteady = nowMs - arrivingSinceMs >= steadyMs;
  const memory = { ...before, receivedBytes, receivedAtMs: nowMs, arrivingSinceMs };
  return isSteady ? { ...memory, renewals: 0, notBeforeMs: 0 } : memory;
}
