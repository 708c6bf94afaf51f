import type { Clock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { ReadTraffic, Traffic } from './traffic.ts';

export type Devices = ReadonlyMap<string, DeviceState>;

/**
 * WireGuard's state, asked for or glanced at. Asking starts a program, which is most of what an idle agent costs; the
 * counters of the interfaces are a file of the kernel's, and move with whatever is authenticated: with everything in the
 * kernel's own WireGuard, with everything but handshakes and keepalives where wireguard-go stands behind the interface.
 */
export interface Glances {
  /** Asks WireGuard. */
  look(): Promise<Devices>;
  /**
   * The last look with the counters as they are now. Undefined where WireGuard has to be asked: the last look is too
   * old, or other interfaces are there than at it.
   */
  glance(): Devices | undefined;
}

/** Endpoints and handshakes are never older. In milliseconds. */
export const mostGlanceAgeMs = 5000;

interface Known {
  /** As WireGuard said, and the counters of its peer then. */
  readonly device: DeviceState;
  readonly asked: Traffic;
  /** As it is shown: moves with each arrival that is known of, and with nothing else. */
  readonly shown: Traffic;
  /** Of the interface, when WireGuard was asked; undefined for one that is not ours. */
  readonly atLook: Traffic | undefined;
  /** Of the interface, when `shown` was made. */
  readonly now: Traffic | undefined;
}

/** @param readTraffic absent: WireGuard is asked each time */
export function createGlances(
  wireguard: Pick<WireGuard, 'state'>,
  clock: Pick<Clock, 'monotonic'>,
  readTraffic?: ReadTraffic,
): Glances {
  const turn = createMutex();
  let known = new Map<string, Known>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const shownDevices = (): Devices => new Map([...known].map(([name, one]) => [name, shownOf(one)]));

  return {
    look: () =>
      turn.run(async () => {
        const devices = await wireguard.state();
        // Afterwards: what arrives in between is shown later rather than twice.
        const traffic = readTraffic?.();
        known = new Map(
          [...devices].map(([name, device]) => [name, asked(known.get(name), device, traffic?.get(name))]),
        );
        askedAtMs = clock.monotonic();
        return shownDevices();
      }),

    glance() {
      if (readTraffic === undefined || clock.monotonic() - askedAtMs >= mostGlanceAgeMs) return undefined;
      const traffic = readTraffic();
      const next = new Map(known);
      for (const [name, one] of known) {
        if (one.now === undefined) continue;
        const now = traffic.get(name);
        if (now === undefined || now.receivedBytes < one.now.receivedBytes) return undefined;
        next.set(name, { ...one, shown: moved(one.shown, one.now, now), now });
      }
      for (const name of traffic.keys()) if (known.get(name)?.now === undefined) return undefined;
      known = next;
      return shownDevices();
    },
  };
}

/**
 * Whether something arrived at a peer between two looks, by the bytes that both show. They are the numbers of one
 * `Glances`: WireGuard's own are ahead of them, and would look like an arrival for as long as a link is silent. A peer
 * that was taken away and added again counts from 0, and that is no arrival. Pure.
 */
export function hasArrived(before: number | undefined, now: number): boolean {
  return now !== before && now > 0;
}

/**
 * A device as WireGuard says now. Its counter is ahead of the interface's: what it has more by now came since the last
 * look, but whether since the last glance the interface alone says, where that has moved at all.
 */
function asked(before: Known | undefined, device: DeviceState, now: Traffic | undefined): Known {
  const all = totals(device);
  if (before === undefined || before.device.peers[0]?.publicKey !== device.peers[0]?.publicKey)
    return { device, asked: all, shown: all, atLook: now, now };
  const hasMoved = before.now?.receivedBytes !== before.atLook?.receivedBytes;
  const hasArrived = hasMoved
    ? now?.receivedBytes !== before.now?.receivedBytes
    : all.receivedBytes !== before.asked.receivedBytes;
  const shown = hasArrived ? all : { ...all, receivedBytes: before.shown.receivedBytes };
  return { device, asked: all, shown, atLook: now, now };
}

function moved(shown: Traffic, before: Traffic, now: Traffic): Traffic {
  return {
    receivedBytes: shown.receivedBytes + now.receivedBytes - before.receivedBytes,
    sentBytes: shown.sentBytes + Math.max(0, now.sentBytes - before.sentBytes),
  };
}

function totals({ peers }: DeviceState): Traffic {
  return { receivedBytes: peers[0]?.receivedBytes ?? 0, sentBytes: peers[0]?.sentBytes ?? 0 };
}

function shownOf({ device, shown }: Known): DeviceState {
  const [peer, ...others] = device.peers;
  // An interface of ours has one peer; what is an admin's own stays as WireGuard said.
  if (peer === undefined || others.length > 0) return device;
  return { ...device, peers: [{ ...peer, ...shown }] };
}
