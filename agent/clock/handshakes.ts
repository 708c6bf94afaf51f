import type { Clock } from '../../shared/os/clock.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';

/** REJECT_AFTER_TIME of WireGuard (whitepaper, section 6.1): with an older handshake nothing gets through. */
export const goodHandshakeS = 180;

/** How long ago the handshakes of the links were, whatever the clock does meanwhile. */
export interface HandshakeAges {
  /** Notes what WireGuard says now. */
  look(devices: ReadonlyMap<string, DeviceState>): void;
  /** Whole seconds since the last handshake of a link's peer; undefined if there was none yet. */
  ageS(interfaceName: string): number | undefined;
}

interface Seen {
  readonly handshake: number;
  readonly receivedBytes: number;
  /** Monotonic time of the handshake in milliseconds, as far as is known. */
  readonly atMs: number;
}

/**
 * WireGuard tells a handshake's time of day, which means nothing once the clock was set. It is believed at the
 * first look; then its changes are followed by monotonic time. What arrives shows besides that the handshake is
 * not older than WireGuard lets a session be.
 */
export function createHandshakeAges(clock: Pick<Clock, 'monotonic' | 'now'>): HandshakeAges {
  const seen = new Map<string, Seen>();

  function first(handshake: number, receivedBytes: number): Seen {
    const ageMs = clock.now() - handshake * 1000;
    // From the future: the clock was set back since, and how long ago it was nobody knows.
    const atMs = ageMs < -1000 ? Number.NEGATIVE_INFINITY : clock.monotonic() - Math.max(0, ageMs);
    return { handshake, receivedBytes, atMs };
  }

  function next(before: Seen, handshake: number, receivedBytes: number): Seen {
    const nowMs = clock.monotonic();
    if (handshake !== before.handshake) return { handshake, receivedBytes, atMs: nowMs };
    if (receivedBytes <= before.receivedBytes) return { ...before, receivedBytes };
    return { handshake, receivedBytes, atMs: Math.max(before.atMs, nowMs - goodHandshakeS * 1000) };
  }

  return {
    look(devices) {
      for (const [name, { peers }] of devices) {
        const { latestHandshake = 0, receivedBytes = 0 } = peers[0] ?? {};
        const before = seen.get(name);
        if (latestHandshake === 0) seen.delete(name);
        else if (before === undefined) seen.set(name, first(latestHandshake, receivedBytes));
        else seen.set(name, next(before, latestHandshake, receivedBytes));
      }
      for (const name of seen.keys()) if (!devices.has(name)) seen.delete(name);
    },
    ageS(name) {
      const one = seen.get(name);
      return one === undefined ? undefined : Math.floor((clock.monotonic() - one.atMs) / 1000);
    },
  };
}
