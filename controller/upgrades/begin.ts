import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { readAgentHead } from '../../shared/upgrade/agent-file.ts';
import { window } from '../../shared/upgrade/order.ts';
import type { KeptAgent } from '../store/agents.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import { isUnderWay, type Upgrade } from './upgrade.ts';

/** Agents that stay here for a second upgrade, or a way back; each is about 1 MB of the database and of its backups. */
const kept = 5;
const mostAtOnce = 1_000;

export interface UpgradeRequest {
  /** The agent's file; empty: `version` names one that is kept. */
  readonly content: Buffer;
  readonly version: string;
  readonly windowS: number;
  readonly atOnce: number;
}

/**
 * Keeps the agent and begins to upgrade nodes to it. Throws `invalid` for a file that is no agent, `notFound` for a
 * version that is not kept, `conflict` while another upgrade is under way or no node is meant.
 */
export function beginUpgrade(
  store: Store,
  clock: Pick<Clock, 'now'>,
  { content, version, windowS, atOnce }: UpgradeRequest,
  nodes: readonly EnrolledNode[],
): Upgrade {
  if (windowS !== 0 && (windowS < window.leastS || windowS > window.mostS))
    throw new TowlineError(
      'invalid',
      `a window of ${windowS} s: from ${window.leastS} to ${window.mostS} are allowed`,
    );
  if (atOnce > mostAtOnce)
    throw new TowlineError('invalid', `${atOnce} nodes at once: ${mostAtOnce} are the most`);
  if (nodes.length === 0)
    throw new TowlineError('conflict', "no node is enrolled that is meant: see 'towline status'");
  const before = store.upgrades.newest();
  if (before !== undefined && isUnderWay(before))
    throw new TowlineError(
      'conflict',
      `upgrade ${before.number} to agent ${before.version} is under way: see 'towline agent upgrade --status', or end it with 'towline agent upgrade --abort'`,
    );
  return store.transaction(() => {
    const now = clock.now();
    const agent = content.length === 0 ? keptAgent(store, version) : put(store, content, now);
    const upgrade = store.upgrades.insert({
      state: 'running',
      reason: '',
      sha256: agent.sha256,
      version: agent.version,
      windowS: windowS || window.defaultS,
      atOnce: atOnce || 1,
      begun: now,
      nodes: nodes.map(({ nodeId, name }) => ({
        ...{ nodeId, name, told: 0 },
        ...{ state: 'waiting' as const, step: '', reason: '' },
      })),
    });
    store.agents.prune(kept);
    return upgrade;
  });
}

function put(store: Store, content: Buffer, added: number): KeptAgent {
  const { version, leastNode } = readAgentHead(content);
  const agent = { sha256: sha256(content), version, leastNode, length: content.length, added };
  store.agents.put(agent, content);
  return agent;
}

/** Throws `notFound`, and `conflict` where several are meant. */
function keptAgent({ agents }: Pick<Store, 'agents'>, word: string): KeptAgent {
  const isDigest = /^[0-9a-f]{8,64}$/.test(word);
  const found = agents
    .list()
    .filter(
      ({ version, sha256: digest }) =>
        version === word || (isDigest && digest.toString('hex').startsWith(word)),
    );
  const [first, second] = found;
  if (first === undefined)
    throw new TowlineError(
      'notFound',
      `no agent ${JSON.stringify(word)} is kept here: give its file, or see 'towline agent versions'`,
    );
  if (second === undefined) return first;
  const digests = found.map(({ sha256: digest }) => digest.toString('hex').slice(0, 12));
  throw new TowlineError(
    'conflict',
    `several agents are ${word}: name one by its digest: ${digests.join(', ')}`,
  );
}
