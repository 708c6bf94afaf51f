import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import { tiedTo } from '../../shared/os/deadline.ts';
import { createWake, unlessWoken } from '../../shared/os/wake.ts';
import type { ManagementInterface } from '../../shared/wireguard-names.ts';
import type { Enrollment, EnrollmentFile } from '../enroll/store.ts';
import { backoffMs } from '../session/backoff.ts';
import type { Glances } from '../tracker/glances.ts';
import { acceptMove } from './accept.ts';
import type { CandidatePorts } from './candidate.ts';
import { keepTunnel } from './keep.ts';
import type { ManagementEnds } from './management.ts';
import { type MovePorts, makeMove, takeBack } from './move.ts';
import { dropPendingMove, readPendingMove, writePendingMove } from './pending.ts';
import { placeAfter, placeOf, withPlace } from './place.ts';
import { createFamilyProbe, type ProbeOptions } from './probe.ts';

export interface ManagementTunnelOptions extends CandidatePorts {
  readonly enrollment: Enrollment;
  readonly updateEnrollment: EnrollmentFile['update'];
  readonly glances: Glances;
  readonly files: {
    readonly lastEndpoint: string;
    /** The move that is not made yet. */
    readonly tunnelMove: string;
  };
  readonly exclusive: MovePorts['exclusive'];
  /** Whether there is a way out to an endpoint, as far as the node's addresses say. */
  readonly hasWay?: (endpoint: string) => boolean;
  /** What the probe of the other IP family needs besides; none is made without it. */
  readonly probe?: Pick<ProbeOptions, 'client' | 'addresses' | 'isBusy' | 'intervalMs'>;
  /** Called when the interface is there: before, packets to the controller would leave by the uplink. */
  readonly onUp: () => void;
}

/** Where the tunnel is, as it is reported. */
export interface TunnelState {
  /** Number of the last move that was made. */
  readonly generation: number;
  readonly interface: ManagementInterface;
  /** Why the move that was told last is not made; undefined if it is, or none was told. */
  readonly reason: string | undefined;
}

/** The management tunnel of a running agent. */
export interface ManagementTunnel {
  /** Takes a move that the controller told; one that is not its own, or not newer, changes nothing. */
  offer(signed: SignedTunnelMove): void;
  current(): TunnelState;
  /** Speaks from the node's new addresses; resolves when it has, after a second at most. */
  addressesChanged(signal: AbortSignal): Promise<void>;
  /** Brings the interface to what it has to be: something else than the agent may have changed it. */
  renew(): void;
  /** Keeps the tunnel up, and moves it when it is told to, until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

const retryMs = 10_000;
const mostRetryMs = 300_000;
const foreverMs = 2 ** 31 - 1;
const mostSpeakingMs = 1_000;

export function createManagementTunnel(options: ManagementTunnelOptions): ManagementTunnel {
  const { clock, log, files, enrollment, signers, networkId } = options;
  const wake = createWake();
  let place = placeOf(enrollment);
  let wanted: ReturnType<typeof acceptMove>;
  let reason: string | undefined;
  let attempt: AbortController | undefined;
  let isDue = false;
  const [movedWake, spokenWake] = [createWake(), createWake()];
  let hasMoved = false;
  const hasWay = (endpoint: string) => options.hasWay?.(endpoint) ?? true;
  const probe =
    options.probe &&
    createFamilyProbe({
      ...options,
      ...options.probe,
      hasWay,
      async unlessMoved(signal, task) {
        const isMoved = await unlessWoken(movedWake, signal, task);
        // For the loop that keeps the tunnel, whose turn it is now.
        if (isMoved) movedWake.notify();
        return isMoved;
      },
    });
  // The interface in use, brought up anew in the middle of a proof, is not to take the route back.
  let through = place.interface;
  const ends: ManagementEnds = {
    ...options.ends,
    async route(name) {
      through = name;
      await options.ends.route(name);
    },
  };
  const ports: MovePorts = {
    ...options,
    ends,
    async commit(to) {
      await options.updateEnrollment((now) => withPlace(now, to));
      place = to;
      if (wanted?.generation === to.generation) [wanted, reason] = [undefined, undefined];
    },
  };

  /** @param keys of which any may have signed it */
  function offer(signed: SignedTunnelMove, keys: readonly Buffer[]): boolean {
    const generation = Math.max(place.generation, wanted?.generation ?? 0);
    try {
      const move = acceptMove({ signers: keys, networkId, generation }, signed);
      if (move === undefined) return false;
      wanted = move;
    } catch (error) {
      reason = messageOf(error);
      log.warn({ error: reason }, 'a move of the management tunnel is refused');
      return false;
    }
    reason = `move ${wanted.generation} is not tried yet`;
    log.info(
      { generation: wanted.generation, endpoints: wanted.endpoints },
      'the management tunnel is to move',
    );
    attempt?.abort(new TowlineError('conflict', 'a newer move was told'));
    wake.notify();
    return true;
  }

  /** Brings everything to the place in use; tries until it is so. */
  async function settle(renew: boolean, signal: AbortSignal): Promise<void> {
    for (;;) {
      through = place.interface;
      try {
        return await takeBack(ports, place, renew);
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'the other end of the management tunnel is still there');
      }
      await clock.sleep(1000, signal);
    }
  }

  /** Tries the move that was told until it is made, with pauses; a newer one at once. */
  async function untilMoved(signal: AbortSignal): Promise<void> {
    for (let failures = 0; ; ) {
      const move = wanted;
      if (move === undefined) {
        await wake.wait(foreverMs, signal);
        continue;
      }
      const { controller, release } = tiedTo(signal);
      attempt = controller;
      try {
        await makeMove(ports, place, placeAfter(place, move), controller.signal);
        log.info({ generation: move.generation }, 'the management tunnel has moved');
        if (wanted === undefined) await dropPendingMove(files.tunnelMove).catch(() => undefined);
        return;
      } catch (error) {
        await settle(true, signal);
        if (wanted === move) reason = `move ${move.generation}: ${messageOf(error)}`;
        log.warn({ error: messageOf(error), generation: move.generation }, 'the tunnel stays where it is');
        const pauseMs = backoffMs(failures++, 0.5 + Math.random() / 2, retryMs, mostRetryMs);
        await clock.sleep(pauseMs, controller.signal).catch(() => signal.throwIfAborted());
      } finally {
        attempt = undefined;
        release();
      }
      if (wanted !== move) failures = 0;
    }
  }

  async function takeUpPending(): Promise<void> {
    const pending = await readPendingMove(files.tunnelMove);
    // It was accepted when it was told: a key that was changed since then takes nothing from that.
    if (pending !== undefined && !offer(pending, signers.known()))
      await dropPendingMove(files.tunnelMove).catch(() => undefined);
  }

  return {
    offer(signed) {
      if (!offer(signed, signers.accepted())) return;
      writePendingMove(files.tunnelMove, signed).catch((error) =>
        log.warn({ error: messageOf(error) }, 'the move of the tunnel cannot be kept for the next start'),
      );
    },
    current: () => ({ generation: place.generation, interface: place.interface, reason }),
    async addressesChanged(signal) {
      hasMoved = true;
      probe?.soon();
      movedWake.notify();
      await spokenWake.wait(mostSpeakingMs, signal);
    },
    renew() {
      isDue = true;
    },
    async run(signal) {
      await takeUpPending();
      for (let renew = true; !signal.aborted; renew = false) {
        const { controller, release } = tiedTo(signal);
        const kept = place;
        const keeping = keepTunnel(
          {
            ...options,
            place: kept,
            isDue: () => {
              const due = isDue;
              isDue = false;
              return due;
            },
            moves: {
              take: () => {
                const moved = hasMoved;
                hasMoved = false;
                return moved;
              },
              spoken: spokenWake.notify,
              hasWay,
              pause: async (ms, ended) => {
                await unlessWoken(movedWake, ended, (woken) => clock.sleep(ms, woken));
              },
            },
            probe: (peer, ended) => probe?.look(kept, peer, ended) ?? Promise.resolve(),
            bringUp: async (endpoint) => {
              await options.ends.bringUp(kept, endpoint);
              await options.ends.route(through);
            },
            lastEndpointFile: files.lastEndpoint,
          },
          controller.signal,
        );
        const ended = controller.signal;
        const moving = settle(renew, ended).then(() => untilMoved(ended));
        try {
          await Promise.race([keeping, moving]);
        } finally {
          controller.abort(signal.reason);
          release();
          // What is under way takes back what it began.
          await Promise.allSettled([keeping, moving]);
        }
      }
    },
  };
}
