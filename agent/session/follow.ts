import { messageOf } from '../../shared/errors.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { backoffMs } from './backoff.ts';
import type { ControllerClient, OpenClient } from './client.ts';

export interface FollowOptions {
  readonly open: OpenClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with the client of a session when the controller has answered, and with undefined when it is gone. */
  readonly onSession: (client: ControllerClient | undefined) => void;
  readonly onDesired: (desired: DesiredRelease) => void;
  readonly onHint: (hint: PeerEndpoint) => void;
  readonly onTunnelMove: (move: SignedTunnelMove) => void;
  /** Whether this node has to be back soon, since a bundle is or was just taken back. */
  readonly isUrgent: () => boolean;
}

/** The longest pause in milliseconds of a node that has to be back soon. */
const mostUrgentMs = 3_000;

/**
 * Keeps a watch on the controller open until the signal is aborted. Each session has a new connection, so that
 * one that hangs is never taken up again; between sessions it waits with full jitter.
 */
export async function followController(options: FollowOptions, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    const client = options.open();
    try {
      await client.reach(signal);
      failures = 0;
      options.log.info('in contact with the controller');
      options.onSession(client);
      for await (const { desiredRelease, peerEndpoint, tunnelMove } of client.watch(signal)) {
        if (desiredRelease) options.onDesired(desiredRelease);
        if (peerEndpoint) options.onHint(peerEndpoint);
        if (tunnelMove) options.onTunnelMove(tunnelMove);
      }
    } catch (error) {
      if (!signal.aborted) options.log.info({ error: messageOf(error) }, 'the controller does not answer');
    } finally {
      options.onSession(undefined);
      client.close();
    }
    signal.throwIfAborted();
    const mostMs = options.isUrgent() ? mostUrgentMs : undefined;
    await options.clock.sleep(backoffMs(failures, Math.random(), undefined, mostMs), signal);
  }
}
