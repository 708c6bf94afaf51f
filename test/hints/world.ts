import { createHints } from '../../controller/hints/hints.ts';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import { systemClock } from '../../shared/os/clock.ts';

const names = ['aachen', 'berlin', 'chemnitz', 'alone'];

/** Aachen, Berlin and Chemnitz are neighbours; the fourth has none. */
export function world() {
  const key = Buffer.alloc(32);
  const nodes = names.map((name, index): EnrolledNode => {
    const keys = {
      identityKey: key,
      managementKey: Buffer.alloc(32, index + 1),
      linkKey: key,
      sealingKey: key,
    };
    return { nodeId: index + 1, name, site: name, approved: 0, ...keys };
  });
  const at = new Map<number, string>();
  const open = new Set([1, 2, 3, 4]);
  const reported = new Map<number, { peer: string; endpoint: string }[]>();
  /** Peers by node and release, where they are others than at first. */
  const bundles = new Map<string, string[]>();
  const [desired, running] = [new Map<number, number>(), new Map<number, number>()];
  const heard: { by: number; hint: PeerEndpoint }[] = [];
  const itself = new Map<number, OwnFacts>();
  let nowMs = 1_000_000;
  const hints = createHints({
    store: {
      bundles: {
        peersAt: (nodeId, release) =>
          bundles.get(`${nodeId} ${release}`) ??
          (nodeId === 4 ? [] : names.slice(0, 3).filter((name) => name !== names[nodeId - 1])),
      },
      releases: { newest: () => 1 },
      desired: { get: (nodeId) => desired.get(nodeId) ?? 1 },
      endpoints: {
        get: (nodeId) => at.get(nodeId),
        at: (address) => new Set([...at].flatMap(([nodeId, has]) => (has === address ? [nodeId] : []))),
        set: (nodeId, address) => void at.set(nodeId, address),
      },
      reports: {
        get: (nodeId) => ({
          report: { links: reported.get(nodeId) ?? [], runningRelease: running.get(nodeId) ?? 1 },
        }),
      },
    },
    roster: {
      numbered: (nodeId) => nodes.find((node) => node.nodeId === nodeId),
      named: (name) => nodes.find((node) => node.name === name),
    },
    watches: {
      hint: (by, hint) => void heard.push({ by, hint }),
      ownFacts: (nodeId, facts) => void itself.set(nodeId, facts),
      isOpen: (nodeId) => open.has(nodeId),
    },
    clock: { ...systemClock, monotonic: () => nowMs },
  });
  return {
    hints,
    open,
    reported,
    bundles,
    desired,
    running,
    nodes,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** What each node was told of itself last. */
    itself,
    /** What was heard since it was asked last. */
    heard: () => heard.splice(0),
  };
}
