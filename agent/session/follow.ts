import { messageOf } from '../../shared/errors.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { SignedAgentOrder } from '../../shared/gen/towline/v1/SignedAgentOrder.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { unlessWoken, type Wake } from '../../shared/os/wake.ts';
import { BusyError } from '../../shared/rpc/retry-after.ts';
import type { ControllerClient, OpenClient } from './client.ts';
import { pauseMs } from './pause.ts';

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
  readonly onAgentOrder: (order: SignedAgentOrder) => void;
  /** Called with a question and the client of the session that it came by. */
  readonly onQuestion: (question: Question, client: ControllerClient, signal: AbortSignal) => void;
  /** What the node says of its own addresses when a session begins. */
  readonly addresses: () => ReportAddressesRequestInput;
  /** Notified when they changed: another session begins at once. */
  readonly anew: Wake;
  /** Whether this node has to be back soon, since a bundle is or was just taken back. */
  readonly isUrgent: () => boolean;
}

/** How a session went. */
interface Session {
  /** Whether the controller answered at all. */
  hasAnswered: boolean;
  /** What it said last of the time over which nodes come back. */
  spreadS: number;
  /** Milliseconds after which it wants to be asked again, where it put the node off. */
  retryAfterMs: number | undefined;
}

/**
 * Keeps a watch on the controller open until the signal is aborted. Each session has a new connection, so that
 * one that hangs is never taken up again; between sessions it waits (agent/session/pause.ts). When the node's own addresses
 * change, another session begins at once: what was lost meanwhile, TCP would send again only after a pause as long as
 * the outage.
 */
export async function followController(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { clock, anew } = options;
  let spreadS = 0;
  for (let failures = 0; !signal.aborted; failures++) {
    const session: Session = { hasAnswered: false, spreadS, retryAfterMs: undefined };
    let isAnew = await unlessWoken(anew, signal, (ended) => runSession(options, session, ended));
    signal.throwIfAborted();
    if (session.hasAnswered) failures = 0;
    spreadS = session.spreadS;
    if (!isAnew) {
      const ms = pauseMs({ ...session, failures, isUrgent: options.isUrgent() }, Math.random());
      isAnew = await unlessWoken(anew, signal, (ended) => clock.sleep(ms, ended));
    }
    if (isAnew) failures = -1;
  }
}

/** One session, until it breaks. */
async function runSession(options: FollowOptions, session: Session, signal: AbortSignal): Promise<void> {
  const { log } = options;
  const client = options.open({ isUrgent: options.isUrgent() });
  try {
    await client.reach(signal);
    session.hasAnswered = true;
    log.info('in contact with the controller');
    options.onSession(client);
    client
      .reportAddresses(options.addresses(), signal)
      .catch((error: unknown) => log.debug({ error: messageOf(error) }, 'own addresses are not reported'));
    for await (const news of client.watch(signal)) {
      const { desiredRelease, peerEndpoint, tunnelMove, ownFacts, question, spread, agentOrder } = news;
      if (spread) session.spreadS = spread.seconds;
      if (desiredRelease) options.onDesired(desiredRelease);
      if (peerEndpoint) options.onHint(peerEndpoint);
      if (ownFacts) options.onOwnFacts(ownFacts);
      if (tunnelMove) options.onTunnelMove(tunnelMove);
      if (agentOrder) options.onAgentOrder(agentOrder);
      if (question) options.onQuestion(question, client, signal);
    }
  } catch (error) {
    if (error instanceof BusyError) session.retryAfterMs = error.retryAfterMs;
    if (!signal.aborted) log.info({ error: messageOf(error) }, 'the controller does not answer');
  } finally {
    options.onSession(undefined);
    client.close();
  }
}
