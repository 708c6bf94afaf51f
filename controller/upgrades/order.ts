import type { SignedAgentOrder } from '../../shared/gen/towline/v1/SignedAgentOrder.ts';
import { signAgentOrder } from '../../shared/upgrade/order.ts';
import type { Signing } from '../keys/signing.ts';
import type { Store } from '../store/store.ts';
import type { Upgrade } from './upgrade.ts';

/** The upgrade that a node is told of, while nobody knows what became of it there. */
export function upgradeOf(store: Pick<Store, 'upgrades'>, nodeId: number): Upgrade | undefined {
  const upgrade = store.upgrades.newest();
  const node = upgrade?.nodes.find((one) => one.nodeId === nodeId);
  return node?.state === 'told' ? upgrade : undefined;
}

/** The order that a node shall follow, signed by the key of today; undefined if there is none. */
export function orderFor(
  store: Pick<Store, 'upgrades' | 'agents' | 'network'>,
  signing: Pick<Signing, 'current'>,
  nodeId: number,
): SignedAgentOrder | undefined {
  const upgrade = upgradeOf(store, nodeId);
  const agent = upgrade === undefined ? undefined : store.agents.find(upgrade.sha256);
  if (upgrade === undefined || agent === undefined) return undefined;
  const { networkId, epoch } = store.network.get();
  const { number, windowS } = upgrade;
  const { sha256, version, length, leastNode } = agent;
  return signAgentOrder(signing.current().privateKey, {
    ...{ networkId, nodeId, epoch, number, windowS },
    ...{ sha256, version, length, leastNode },
  });
}
