import type { AgentUpgrade } from '../../shared/gen/towline/v1/AgentUpgrade.ts';
import type { Upgrade, UpgradeNode } from './upgrade.ts';

/** What is seen of a node. */
export interface NodeSeen {
  readonly isEnrolled: boolean;
  readonly isConnected: boolean;
  /** Why it cannot become another agent; undefined while it is not in contact, empty if it can. */
  readonly obstacle: string | undefined;
  /** What it reported last of orders of this epoch. */
  readonly report: Pick<AgentUpgrade, 'number' | 'state' | 'reason'> | undefined;
}

/** What is seen of all nodes. */
export interface Seen {
  readonly of: (nodeId: number) => NodeSeen;
  /** How long the controller has been there, in ms, by a clock that nobody sets. */
  readonly upMs: number;
}

/** After its start the controller gives nodes so long to come back, in ms: then one that is not in contact is away. */
export const settleMs = 60_000;
/** Beyond the window: a slow line takes the file, a node that was cut off comes back and says why, in ms. */
export const marginMs = 300_000;
/** A node's reason is its own: longer ones are cut. */
const mostReason = 2_000;

const steps: Readonly<Record<string, string>> = {
  AGENT_UPGRADE_STATE_FETCHING: 'fetching',
  AGENT_UPGRADE_STATE_CHECKING: 'checking',
  AGENT_UPGRADE_STATE_WAITING: 'waiting',
  AGENT_UPGRADE_STATE_TRYING: 'trying',
};

/**
 * Leads an upgrade on by what is seen: notes what became of those that were told, stops at the first that failed, tells
 * the next ones while fewer than `atOnce` are on their way, and ends when nobody is left who could be told. The
 * identical upgrade where nothing changes. Pure.
 *
 * @param now Unix ms
 */
export function transition(upgrade: Upgrade, seen: Seen, now: number): Upgrade {
  const looked = withNodes(
    upgrade,
    upgrade.nodes.map((node) => lookAt(upgrade, node, seen, now)),
  );
  if (looked.state !== 'running') return looked;
  const failed = looked.nodes.find(({ state }) => state === 'failed');
  if (failed !== undefined)
    return { ...looked, state: 'stopped', reason: `${failed.name}: ${failed.reason}` };
  const told = tellNext(looked, seen, now);
  return told.nodes.some(({ state }) => state === 'waiting' || state === 'told')
    ? told
    : { ...told, state: 'done' };
}

/** Nobody more is told; those that were go on. Pure. */
export function aborted(upgrade: Upgrade): Upgrade {
  return upgrade.state === 'running'
    ? { ...upgrade, state: 'aborted', reason: 'an admin has ended it' }
    : upgrade;
}

function lookAt(upgrade: Upgrade, node: UpgradeNode, { of, upMs }: Seen, now: number): UpgradeNode {
  // What is over may turn out otherwise: a node is heard of late, or its new agent does not last.
  const isTold = node.told > 0 && node.state !== 'left';
  if (!isTold) return node;
  const is = (state: UpgradeNode['state'], reason = '', step = ''): UpgradeNode =>
    node.state === state && node.reason === reason && node.step === step
      ? node
      : { ...node, state, step, reason };
  const { isEnrolled, report } = of(node.nodeId);
  if (!isEnrolled && node.state === 'told') return is('left', 'its router is another one, or none, now');
  const isOfThis = report?.number === upgrade.number;
  const reason = report?.reason.slice(0, mostReason) ?? '';
  if (isOfThis && report.state === 'AGENT_UPGRADE_STATE_CONFIRMED') return is('done', reason);
  if (isOfThis && report.state === 'AGENT_UPGRADE_STATE_ROLLED_BACK')
    return is('failed', reason || 'it went back');
  if (isOfThis && report.state === 'AGENT_UPGRADE_STATE_REFUSED') return is('failed', reason || 'it refused');
  if (node.state !== 'told') return node;
  const patienceMs = upgrade.windowS * 1000 + marginMs;
  // While the controller was away nobody could tell it anything.
  if (Math.min(now - node.told, upMs) > patienceMs)
    return is('failed', `nothing was heard of how it ended for ${Math.round(patienceMs / 1000)} s`);
  return isOfThis ? is('told', reason, steps[report.state] ?? '') : node;
}

function tellNext(upgrade: Upgrade, seen: Seen, now: number): Upgrade {
  let free = upgrade.atOnce - upgrade.nodes.filter(({ state }) => state === 'told').length;
  const nodes = upgrade.nodes.map((node): UpgradeNode => {
    if (node.state !== 'waiting') return node;
    const { isEnrolled, isConnected, obstacle } = seen.of(node.nodeId);
    if (!isEnrolled) return { ...node, state: 'left', reason: 'its router is another one, or none, now' };
    if (!isConnected || obstacle === undefined) return node;
    if (obstacle !== '') return { ...node, state: 'left', reason: obstacle };
    if (free <= 0) return node;
    free--;
    return { ...node, state: 'told', told: now };
  });
  const told = withNodes(upgrade, nodes);
  // Who is away is waited for while others are on their way, and no longer.
  const isIdle = !told.nodes.some(({ state }) => state === 'told');
  if (!isIdle || seen.upMs < settleMs) return told;
  const left = told.nodes.map(
    (node): UpgradeNode =>
      node.state === 'waiting' ? { ...node, state: 'left', reason: 'it is not in contact' } : node,
  );
  return withNodes(told, left);
}

function withNodes(upgrade: Upgrade, nodes: readonly UpgradeNode[]): Upgrade {
  return nodes.every((node, index) => node === upgrade.nodes[index]) ? upgrade : { ...upgrade, nodes };
}
