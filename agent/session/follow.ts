import { messageOf } from '../../shared/errors.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { unlessWoken, type Wake } from '../../shared/os/wake.ts';
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
  readonly onOwnFacts: (facts: OwnFacts) => void;
  /** Called with a question and the client of the session that it came by. */
  readonly onQuestion: (question: Question, client: ControllerClient, signal: AbortSignal) => void;
  /** What the node says of its own addresses when a session begins. */
  readonly addresses: () => ReportAddressesRequestInput;
  /** Notified when they changed: another session begins at once. */
  readonly anew: Wake;
  /** Whether this node has to be back soon, since a bundle is or was just taken back. */
  readonly isUrgent: () => boolean;
}

/** The longest pause in milliseconds of a node that has to be back soon. */
const mostUrgentMs = 3_000;

/**
 * Keeps a watch on the controller open until the signal is aborted. Each session has a new connection, so that
 * one that hangs is never taken up again; between sessions it waits with full jitter. When the node's own addresses
 * change, another session begins at once: what was lost meanwhile, TCP would send again only after a pause as long as
 * the outage.
 */
export async function followController(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { clock, anew } = options;
  for (let failures = 0; !signal.aborted; failures++) {
    let isAnew = await unlessWoken(anew, signal, async (ended) => {
      if (await runSession(options, ended)) failures = 0;
    });
    signal.throwIfAborted();
    if (!isAnew) {
      const mostMs = options.isUrgent() ? mostUrgentMs : undefined;
      const pauseMs = backoffMs(failures, Math.random(), undefined, mostMs);
      isAnew = await unlessWoken(anew, signal, (ended) => clock.sleep(pauseMs, ended));
    }
    if (isAnew) failures = -1;
  }
}

/** One session, until it breaks; whether the controller answered at all. */
async function runSession(options: FollowOptions, signal: AbortSignal): Promise<boolean> {
  const { log } = options;
  const client = options.open();
  let hasAnswered = false;
  try {
    await client.reach(signal);
    hasAnswered = true;
    log.info('in contact with the controller');
    options.onSession(client);
    client
      .reportAddresses(options.addresses(), signal)
      .catch((error: unknown) => log.debug({ error: messageOf(error) }, 'own addresses are not reported'));
    for await (const news of client.watch(signal)) {
      const { desiredRelease, peerEndpoint, tunnelMove, ownFacts, question } = news;
      if (desiredRelease) options.onDesired(desiredRelease);
      if (peerEndpoint) options.onHint(peerEndpoint);
      if (ownFacts) options.onOwnFacts(ownFacts);
      if (tunnelMove) options.onTunnelMove(tunnelMove);
      if (question) options.onQuestion(question, client, signal);
    }
  } catch (error) {
    if (!signal.aborted) log.info({ error: messageOf(error) }, 'the controller does not answer');
  } finally {
    options.onSession(undefined);
    client.close();
  }
  return hasAnswered;
}
