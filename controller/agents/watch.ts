import type { ServerWritableStream } from '@grpc/grpc-js';
import type { WatchRequest } from '../../shared/gen/towline/v1/WatchRequest.ts';
import type { WatchResponse, WatchResponseInput } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { writeMessage } from '../serve/write-message.ts';
import type { Store } from '../store/store.ts';
import { contactMs } from './condition.ts';
import type { AgentContext } from './context.ts';
import { requireStillEnrolled } from './still-enrolled.ts';

/** Tells a node its state, then every change of it, until one of both goes. Throws `unauthenticated`. */
export async function watch(
  { guard, store, watches, door, announcer, pairs, clock, log }: AgentContext,
  call: ServerWritableStream<WatchRequest, WatchResponseInput>,
): Promise<void> {
  const node = guard.authenticate(call);
  const isReturn = !watches.isOpen(node.nodeId);
  const watcher = watches.open(node.nodeId, {
    canAnswer: call.request.answersQuestions,
    agentObstacle: obstacleOf(call.request),
    spread: door.spread(),
  });
  door.entered(node.nodeId);
  call.on('cancelled', watcher.close);
  call.on('close', watcher.close);
  log.info({ node: node.name }, 'node is in contact');
  try {
    if (isReturn)
      await store.together(() => {
        requireStillEnrolled(store, node);
        noteReturn(store, node.nodeId, clock.now());
      });
    announcer.all(node.nodeId);
    pairs.watched(node.nodeId);
    let message: WatchResponse | undefined;
    do {
      message = await watcher.next();
    } while (message !== undefined && (await writeMessage(call, message)));
  } finally {
    watcher.close();
    if (!watches.isOpen(node.nodeId)) {
      log.info({ node: node.name }, 'node has gone');
      pairs.watched(node.nodeId);
    }
  }
}

const mostObstacle = 256;

/** Why a node cannot become another agent; empty if it can. */
function obstacleOf({ knowsAgentOrders, agentObstacle }: WatchRequest): string {
  return knowsAgentOrders
    ? agentObstacle.slice(0, mostObstacle)
    : 'its agent is older than upgrades are: install the newer package there';
}

/** A node that was away for longer than a pause between two connections: since when, and that it is back. */
function noteReturn({ reports, history }: Store, nodeId: number, now: number): void {
  const heard = reports.get(nodeId)?.received;
  if (heard !== undefined && now - heard <= contactMs) return;
  const [subject, name] = ['contact', ''] as const;
  if (heard !== undefined) history.note(nodeId, [{ subject, name, from: 'in contact', to: 'away' }], heard);
  history.note(nodeId, [{ subject, name, from: heard === undefined ? '' : 'away', to: 'in contact' }], now);
}
