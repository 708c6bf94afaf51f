import type { ServerWritableStream } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { FetchAgentRequest } from '../../shared/gen/towline/v1/FetchAgentRequest.ts';
import type { FetchAgentResponseInput } from '../../shared/gen/towline/v1/FetchAgentResponse.ts';
import { writeMessage } from '../serve/write-message.ts';
import { upgradeOf } from '../upgrades/order.ts';
import type { AgentContext } from './context.ts';
import type { Fetches } from './fetches.ts';

/** Bytes of one message: what a slow node does not read stays here in parts of this size. */
const partBytes = 64 * 1024;

/** Sends the agent that a node was told to become. Throws `notFound` for any other, `unavailable` for too many at once. */
export async function fetchAgent(
  { guard, store }: Pick<AgentContext, 'guard' | 'store'>,
  fetches: Fetches,
  call: ServerWritableStream<FetchAgentRequest, FetchAgentResponseInput>,
): Promise<void> {
  const node = guard.authenticate(call);
  const upgrade = upgradeOf(store, node.nodeId);
  const { number } = call.request;
  if (upgrade?.number !== number)
    throw new TowlineError('notFound', `${node.name} has no order ${number} to become another agent`);
  fetches.begin(node, call);
  const content = store.agents.content(upgrade.sha256);
  if (content === undefined)
    throw new TowlineError('notFound', `agent ${upgrade.version} is not kept any more`);
  for (let start = 0; start < content.length; start += partBytes)
    if (!(await writeMessage(call, { content: content.subarray(start, start + partBytes) }))) return;
}
