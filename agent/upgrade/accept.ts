import { TowlineError } from '../../shared/errors.ts';
import type { AgentOrder } from '../../shared/gen/towline/v1/AgentOrder.ts';
import { mostAgentBytes } from '../../shared/upgrade/agent-file.ts';
import { window } from '../../shared/upgrade/order.ts';
import { compareVersions } from '../../shared/versions.ts';
import type { UpgradeJournal } from './journal.ts';

/** What an order is held against. */
export interface OrderRules {
  readonly networkId: string;
  readonly nodeId: number;
  /** Epoch of the enrollment: a lower one is never followed. */
  readonly epoch: number;
  readonly journal: UpgradeJournal;
}

/**
 * Decides whether an order whose signature is good is for this node and new; false for one that was followed already.
 * Throws `untrusted` with the rule that it breaks. Pure.
 */
export function isNewOrder(order: AgentOrder, { networkId, nodeId, epoch, journal }: OrderRules): boolean {
  if (order.networkId !== networkId) throw refused('it is of another network');
  if (order.nodeId !== nodeId) throw refused(`it is for node ${order.nodeId}, this is ${nodeId}`);
  if (order.epoch < epoch) throw refused(`its epoch ${order.epoch} is over, ${epoch} began`);
  if (order.sha256.length !== 32) throw refused('it names no file');
  if (order.length === 0 || order.length > mostAgentBytes)
    throw refused(`its file has ${order.length} bytes, and ${mostAgentBytes} are the most`);
  if (order.windowS < window.leastS || order.windowS > window.mostS)
    throw refused(`its window is ${order.windowS} s, from ${window.leastS} to ${window.mostS} are allowed`);
  const seen = journal.networkId === networkId ? (journal.trial ?? journal.last) : undefined;
  if (seen === undefined) return true;
  const newer = order.epoch - seen.epoch || order.number - seen.number;
  if (newer < 0)
    throw refused(
      `order ${order.number} of epoch ${order.epoch} is older than ${seen.number} of epoch ${seen.epoch}, seen before`,
    );
  if (newer > 0) return true;
  if (order.sha256.toString('hex') !== seen.digest)
    throw refused(`order ${order.number} named another file before`);
  return false;
}

/** Why this machine's Node.js cannot run it; undefined if it can. Pure. */
export function nodeTooOld(
  { leastNode, version }: AgentOrder,
  node: string = process.versions.node,
): string | undefined {
  const isOld = (compareVersions(node, leastNode) ?? 0) < 0;
  return isOld ? `agent ${version} needs Node.js ${leastNode}, and this router has ${node}` : undefined;
}

function refused(reason: string): TowlineError {
  return new TowlineError('untrusted', `the order to become another agent is refused: ${reason}`);
}
