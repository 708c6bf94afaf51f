import type { Outcome } from '../faults/campaign.ts';
import { type Kind, reasons } from './variants.ts';

/** What is seen of a node after an upgrade. */
export interface SeenUpgrade {
  /** How `towline agent upgrade --wait` ended. */
  readonly code: number;
  /** The node's state in the upgrade: `done`, `failed`. */
  readonly state: string;
  readonly reason: string;
  readonly before: string;
  readonly wanted: string;
  /** Version that the node reports afterwards. */
  readonly after: string;
  /** Whether it is in contact, and all is well with it. */
  readonly isReachable: boolean;
  readonly seconds: number;
}

/** An upgrade to a good agent has to be done, to any other one rolled back with its reason; the node reachable. Pure. */
export function judgeUpgrade(name: string, kind: Kind, seen: SeenUpgrade): Outcome {
  const isBad = kind !== 'good';
  const isBack = seen.code === 1 && seen.state === 'failed' && seen.after === seen.before;
  const isToldWhy = reasons[kind].test(seen.reason);
  const isDone = seen.code === 0 && seen.state === 'done' && seen.after === seen.wanted;
  const isAsWanted = isBad ? isBack && isToldWhy : isDone;
  const wrong = isBad ? (isBack ? 'no reason' : 'not rolled back') : 'not upgraded';
  const verdict = !seen.isReachable
    ? 'unreachable'
    : isAsWanted
      ? isBad
        ? 'rolled back'
        : 'upgraded'
      : wrong;
  return {
    case: name,
    verdict,
    isGood: seen.isReachable && isAsWanted,
    recoveryS: Math.round(seen.seconds * 10) / 10,
    counts: {
      upgrades: 1,
      nodes_reachable: seen.isReachable ? 1 : 0,
      bad_agents: isBad ? 1 : 0,
      rolled_back_with_reason: isBad && isBack && isToldWhy ? 1 : 0,
    },
    detail: `${seen.before} to ${seen.wanted}: exit code ${seen.code}, ${seen.state}, runs ${seen.after}: ${seen.reason}`,
  };
}
