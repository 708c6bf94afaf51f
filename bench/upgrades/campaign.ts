import { setTimeout as delay } from 'node:timers/promises';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../faults/campaign.ts';
import { UpgradeGrounds } from './grounds.ts';
import type { Kind } from './variants.ts';

const upgradeCount = 100;
/** Upgrades between two sums of what was lost. */
const atOnce = 10;
const bad: readonly Kind[] = [
  'crash',
  'hang',
  'unreachable',
  'late-crash',
  'hang',
  'unreachable',
  'crash',
  'hang',
  'unreachable',
  'says-not-enrolled',
];

/** Ninety agents that are good, and every tenth is not. */
export const upgradesCampaign: Campaign = {
  name: 'upgrades',
  plants: ['packet-lost', 'node-lost', 'not-rolled-back'],
  labs: 1,
  cases: () =>
    Array.from({ length: upgradeCount }, (_, index) => {
      const kind = index % 10 === 9 ? bad[(index - 9) / 10] : 'good';
      return `upgrade ${String(index + 1).padStart(3, '0')} ${kind}`;
    }),
  figures(outcomes) {
    const sum = (name: string) => outcomes.reduce((total, { counts }) => total + (counts?.[name] ?? 0), 0);
    const { length: upgrades } = outcomes;
    return {
      ...{ upgrades, nodes_reachable: sum('nodes_reachable'), bad_agents: sum('bad_agents') },
      rolled_back_with_reason: sum('rolled_back_with_reason'),
      packets_lost: outcomes.reduce((total, { lost = 0 }) => total + lost, 0),
      packets_sent: sum('packets_sent'),
      not_as_wanted: outcomes.filter(({ isGood }) => !isGood).length,
    };
  },
  open: openUpgrades,
};

async function openUpgrades({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  const grounds = await UpgradeGrounds.up(signal);
  return {
    atOnce,
    run: (cases, ended) => runUpgrades(grounds, cases, ended, plant === undefined ? [] : [plant]),
    close: () => grounds.down(),
  };
}

/** Upgrades one after the other while hosts ping each other; what was lost of all stands at the last of them. */
export async function runUpgrades(
  grounds: UpgradeGrounds,
  cases: readonly string[],
  signal: AbortSignal,
  plants: readonly string[] = [],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const traffic = await grounds.traffic();
  try {
    for (const id of cases) {
      signal.throwIfAborted();
      const [, text = '', kind = 'good'] = id.split(' ');
      const number = Number(text);
      const node = grounds.nodes[number % grounds.nodes.length] ?? '';
      if (plants.includes('node-lost')) grounds.leaveOff(node);
      // What is wanted is another agent than the one that is given.
      const given = plants.includes('not-rolled-back') ? 'good' : (kind as Kind);
      const outcome = await grounds.upgrade(id, node, `0.1.${number}`, given, kind as Kind);
      outcomes.push(outcome);
    }
    if (plants.includes('packet-lost')) await interrupt(grounds);
  } finally {
    const { lost, sent } = await traffic.stop();
    const last = outcomes.pop();
    if (last !== undefined) outcomes.push(withTraffic(last, lost, sent));
  }
  return outcomes;
}

function withTraffic(outcome: Outcome, lost: number, sent: number): Outcome {
  const counted = { ...outcome, lost, counts: { ...outcome.counts, packets_sent: sent } };
  return lost === 0 ? counted : { ...counted, verdict: 'packets lost', isGood: false };
}

async function interrupt({ network: { lab } }: UpgradeGrounds): Promise<void> {
  await lab.cutLink('aachen', 'berlin');
  await delay(100);
  await lab.healLink('aachen', 'berlin');
}
