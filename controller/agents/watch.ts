import type { ServerWritableStream } from '@grpc/grpc-js';
import type { WatchRequest } from '../../shared/gen/towline/v1/WatchRequest.ts';
import type { WatchResponse, WatchResponseInput } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { writeMessage } from '../serve/write-message.ts';
import type { AgentContext } from './context.ts';

/** Tells a node its state, then every change of it, until one of both goes. Throws `unauthenticated`. */
export async function watch(
  { guard, watches, announcer, pairs, log }: AgentContext,
  call: ServerWritableStream<WatchRequest, WatchResponseInput>,
): Promise<void> {
  const node = guard.authenticate(call);
  const watcher = watches.open(node.nodeId);
  call.on('cancelled', watcher.close);
  call.on('close', watcher.close);
  log.info({ node: node.name }, 'node is in contact');
  try {
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
