import { setTimeout as delay } from 'node:timers/promises';
import { spread } from '../../../lab/measure/statistics.ts';
import { TowlineError } from '../../../shared/errors.ts';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../campaign.ts';
import type { Side } from '../node/contents.ts';
import { atRest, FaultLab } from '../node/fault-lab.ts';
import type { Count } from '../preload/instruction.ts';
import { createTurns } from '../run/turns.ts';
import { killCases, killInstruction } from './kill-cases.ts';

const nodes = 8;
/** So many agents are started anew at a time: one a core, as every router has its own. */
const recoveries = 2;
/** A router is whole again within so many seconds. */
const promisedRecoveryS = 10;

/** The agent is killed at each point, started again, and looked at. */
export const kills: Campaign = {
  name: 'kills',
  plants: ['half-applied', 'unrecovered'],
  labs: 1,
  cases: killCases,
  figures: (outcomes) => {
    const killed = outcomes.filter(({ verdict }) => verdict !== 'past the end');
    const recovery = spread(
      killed.flatMap(({ recoveryS }) => recoveryS ?? []),
      1,
    );
    return {
      kill_points: killed.length,
      half_applied: outcomes.filter(({ verdict }) => verdict === 'half applied').length,
      kills_recovered: killed.filter(({ isGood }) => isGood).length,
      kills_max_recovery_s: recovery.max,
      max_recovery_s: recovery.max,
    };
  },
  open: openKills,
};

async function openKills({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  return killBench(await FaultLab.up({ nodes, windowS: 10, signal, plant }));
}

interface Limits {
  /** How long nodes have to come to the same end as without the kill, in ms. */
  readonly settleMs?: number;
  /** How long a recovery may take, in seconds; a test, whose machine is busy, allows more than is promised. */
  readonly mostRecoveryS?: number;
}

export function killBench(lab: FaultLab, limits: Limits = {}): Workbench {
  let effects: ReadonlyMap<string, Count> | undefined;
  return {
    atOnce: lab.nodes.length,
    run: async (cases, signal) => {
      // States have names, the others have numbers.
      if (!cases.every((id) => id.startsWith('state'))) effects ??= await countEffects(lab, signal);
      return runRound(lab, effects, cases, signal, limits);
    },
    close: () => lab.down(),
  };
}

/** An apply and a rollback without a fault, on each node. */
async function countEffects(lab: FaultLab, signal: AbortSignal): Promise<Map<string, Count>> {
  for (const node of lab.nodes) {
    await lab.instruct(node, { id: 'reference', action: { kind: 'none' }, isSpoilt: false });
  }
  await lab.release();
  await lab.requireSettled(signal);
  const counts = new Map<string, { all: number; rollback: number }>();
  for (const node of lab.nodes) {
    const last = (await lab.letGo(node)).points.findLast(({ effect }) => effect !== undefined);
    counts.set(node, { all: last?.effect?.all ?? 0, rollback: 0 });
    await lab.instruct(node, { id: 'rollback', action: { kind: 'none' }, isSpoilt: true });
  }
  await lab.release();
  await Promise.all(
    lab.nodes.map(async (node) => {
      const isBack = async () => {
        const { points } = await lab.trace(node);
        const end = points.findLastIndex(
          ({ call, ofKind }) => call === 'journal confirmed' && ofKind.rollback > 0,
        );
        const effect = points.findLast((point) => point.effect !== undefined)?.effect;
        if (end < 0 || effect === undefined) return false;
        counts.set(node, { all: counts.get(node)?.all ?? 0, rollback: effect.rollback });
        return true;
      };
      for (let round = 0; round < 100 && !(await isBack()); round++) await delay(200, undefined, { signal });
    }),
  );
  for (const [node, { all, rollback }] of counts) {
    if (all > 0 && rollback > 0) continue;
    const { points } = await lab.trace(node);
    const { state } = await lab.look(node);
    throw new TowlineError(
      'failed',
      `${node} shows no points of an apply (${all}) or of a rollback (${rollback}): it is ${state}, last ${points.at(-1)?.call}, and says ${JSON.stringify(await lab.says(node))}`,
    );
  }
  for (const node of lab.nodes) await lab.letGo(node);
  await lab.tellAgain();
  await lab.requireSettled(signal);
  return counts;
}

/** One release to all nodes, each of which has its own case. */
async function runRound(
  lab: FaultLab,
  effects: ReadonlyMap<string, Count> | undefined,
  cases: readonly string[],
  signal: AbortSignal,
  limits: Limits,
): Promise<Outcome[]> {
  await lab.requireSettled(signal);
  const from = lab.side;
  const placed = cases.map((id, index) => ({ id, node: lab.nodes[index] ?? '' }));
  for (const { id, node } of placed) {
    await lab.instruct(node, killInstruction(id, effects?.get(node) ?? { all: 0, rollback: 0 }));
  }
  await lab.release();
  const turn = createTurns(recoveries);
  const outcomes = await Promise.all(
    placed.map(async ({ id, node }) => {
      const isKilled = await waitForKill(lab, node, signal);
      if (!isKilled) return { case: id, verdict: 'past the end', isGood: true };
      return turn(() => recoverAndLook(lab, node, id, from, signal, limits));
    }),
  );
  for (const { node } of placed) await lab.letGo(node);
  const unsettled = await lab.unsettled(signal, limits.settleMs ?? 60_000);
  return outcomes.map((outcome, index) => {
    const left = unsettled.get(placed[index]?.node ?? '');
    if (left === undefined || !outcome.isGood) return outcome;
    return {
      ...outcome,
      verdict: 'other end',
      isGood: false,
      detail: `${outcome.detail}; at the end ${left}`,
    };
  });
}

/** Whether an agent was killed; after a while it is clear that its point does not come. */
async function waitForKill(lab: FaultLab, node: string, signal: AbortSignal): Promise<boolean> {
  const late = new AbortController();
  const timeout = delay(60_000, false, { signal: AbortSignal.any([signal, late.signal]), ref: false });
  const exited = lab.network.agentService(node)?.exited.then(() => true) ?? false;
  const isKilled = await Promise.race([exited, isPast(lab, node, late.signal), timeout.catch(() => false)]);
  late.abort();
  signal.throwIfAborted();
  return isKilled;
}

/** Resolves to false once a node runs what it should, and its agent goes on. */
async function isPast(lab: FaultLab, node: string, signal: AbortSignal): Promise<false> {
  for (let looks = 0; looks < 2 && !signal.aborted; ) {
    const { state, snapshot } = await lab.look(node);
    const isThere = state === 'confirmed' && lab.judge(node, snapshot).side === lab.side;
    looks = isThere ? looks + 1 : 0;
    await delay(2000, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function recoverAndLook(
  lab: FaultLab,
  node: string,
  id: string,
  from: Side,
  signal: AbortSignal,
  { mostRecoveryS = promisedRecoveryS }: Limits,
): Promise<Outcome> {
  const { points } = await lab.trace(node);
  const call = points.at(-1)?.call ?? 'nothing';
  await lab.startAgent(node);
  const started = Date.now();
  for (;;) {
    const { state, snapshot } = await lab.look(node);
    const elapsedS = (Date.now() - started) / 1000;
    if (state !== undefined && atRest.has(state) && (await lab.isUp(node))) {
      const { side, parts } = lab.judge(node, snapshot);
      const recovered = { case: id, recoveryS: elapsedS };
      const detail = `${call}; ${side === from ? 'back' : 'forth'}`;
      if (side === undefined)
        return {
          ...recovered,
          verdict: 'half applied',
          isGood: false,
          detail: `${call}; ${state}: ${parts}`,
        };
      if (elapsedS > mostRecoveryS) return { ...recovered, verdict: 'too late', isGood: false, detail };
      if (side !== from && id.startsWith('rollback'))
        return { ...recovered, verdict: 'wrong bundle', isGood: false, detail };
      return { ...recovered, verdict: 'recovered', isGood: true, detail };
    }
    if (elapsedS > 2 * mostRecoveryS)
      return {
        case: id,
        verdict: 'not recovered',
        isGood: false,
        recoveryS: elapsedS,
        detail: `${call}; ${state}`,
      };
    await delay(100, undefined, { signal });
  }
}
