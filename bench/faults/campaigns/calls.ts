import { setTimeout as delay } from 'node:timers/promises';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../campaign.ts';
import type { Side } from '../node/contents.ts';
import { type AgentSays, atRest, FaultLab, type LastApply } from '../node/fault-lab.ts';
import { namesCause } from '../node/judge.ts';
import type { Point } from '../preload/instruction.ts';
import { callCases, callInstruction } from './call-cases.ts';

const nodes = 8;
const windowS = 10;
/** How long a lasting fault lasts after its first call, in ms: the agent tries to go back a few times. */
const lastingMs = 6_000;
const settleMs = 45_000;
const reportMs = 6_000;

/** Each call fails, once or for the whole transaction; the node is looked at, and what the controller knows. */
export const calls: Campaign = {
  name: 'calls',
  plants: ['unreported'],
  labs: 2,
  cases: callCases,
  figures: (outcomes) => {
    const failed = outcomes.filter(({ verdict }) => verdict !== 'past the end');
    const count = (name: string) => outcomes.filter(({ verdict }) => verdict === name).length;
    return {
      syscall_faults: failed.length,
      unreported: count('unreported'),
      half_applied: count('half applied'),
      unhealed: count('not healed') + count('stuck'),
    };
  },
  open: openCalls,
};

async function openCalls({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  return callBench(await FaultLab.up({ nodes, windowS, signal, plant }));
}

export function callBench(lab: FaultLab): Workbench {
  return {
    atOnce: lab.nodes.length,
    run: (cases, ended) => runRound(lab, cases, ended),
    close: () => lab.down(),
  };
}

/** What a node was when it had settled after its fault. */
interface Settled {
  readonly id: string;
  readonly node: string;
  /** The call that failed; undefined where there was none of that number. */
  readonly hit: Point | undefined;
  readonly side: Side | undefined;
  readonly detail: string;
  readonly isStuck: boolean;
}

/** One release to all nodes, each of which has its own case. */
async function runRound(lab: FaultLab, cases: readonly string[], signal: AbortSignal): Promise<Outcome[]> {
  await lab.requireSettled(signal);
  const from = lab.side;
  const placed = cases.map((id, index) => ({ id, node: lab.nodes[index] ?? '' }));
  await Promise.all(placed.map(({ id, node }) => lab.instruct(node, callInstruction(id))));
  const release = await lab.release();
  const settled = await Promise.all(placed.map(({ id, node }) => settle(lab, node, id, release, signal)));
  const known = await waitForReports(lab, settled, from, signal);
  const outcomes = settled.map((node) => outcomeOf(node, from, known.get(node.node)));
  await Promise.all(placed.map(({ node }) => lab.letGo(node)));
  await lab.tellAgain();
  const unsettled = await lab.unsettled(signal);
  return outcomes.map((outcome, index) => {
    const left = unsettled.get(placed[index]?.node ?? '');
    if (left === undefined || !outcome.isGood) return outcome;
    return { ...outcome, verdict: 'not healed', isGood: false, detail: `${outcome.detail}; then ${left}` };
  });
}

/** Waits until a node is at rest after its fault, or is where there was none. */
async function settle(
  lab: FaultLab,
  node: string,
  id: string,
  release: number,
  signal: AbortSignal,
): Promise<Settled> {
  const started = Date.now();
  let [hitAt, hasEnded] = [0, !id.startsWith('lasting')];
  for (;;) {
    const { points, isHeld } = await lab.trace(node);
    const hit = points.find(({ isHit }) => isHit === true);
    if (hit !== undefined && hitAt === 0) hitAt = Date.now();
    if (!hasEnded && hitAt > 0 && Date.now() - hitAt > lastingMs) {
      await lab.endFault(node);
      hasEnded = true;
    }
    const says = await lab.says(node);
    const { snapshot } = await lab.look(node);
    const { side, parts } = lab.judge(node, snapshot);
    const detail = `${hit?.call ?? 'no call'}; ${says?.state}: ${parts}`;
    if ((hasEnded || hit === undefined) && hasSettled(says, release, isHeld))
      return { id, node, hit, side, detail, isStuck: false };
    if (Date.now() - started > settleMs) return { id, node, hit, side, detail, isStuck: true };
    await delay(200, undefined, { signal });
  }
}

/** Whether an agent has done with a release, for now: it runs it, gave it up, or begins anew. */
function hasSettled(says: AgentSays | undefined, release: number, isHeld: boolean): boolean {
  if (says === undefined || !atRest.has(says.state)) return false;
  if (isHeld) return true;
  if (says.lastApply?.release !== release) return false;
  return says.lastApply.outcome !== 'applying' || says.lastApply.reason !== '';
}

/** What the controller knows, once it knows the cause of each failure; or after a while, what it knows then. */
async function waitForReports(
  lab: FaultLab,
  settled: readonly Settled[],
  from: Side,
  signal: AbortSignal,
): Promise<Map<string, LastApply>> {
  const deadline = Date.now() + reportMs;
  for (;;) {
    const known = await lab.known();
    const isMissing = settled.some(
      (node) => outcomeOf(node, from, known.get(node.node)).verdict === 'unreported',
    );
    if (!isMissing || Date.now() > deadline) return known;
    await delay(500, undefined, { signal });
  }
}

/** Judges a node that has settled. Pure. */
export function outcomeOf(
  { id, hit, side, detail, isStuck }: Settled,
  from: Side,
  known: LastApply | undefined,
): Outcome {
  const told = `${detail}; the controller knows: ${known?.outcome} ${known?.reason}`;
  if (isStuck) return { case: id, verdict: 'stuck', isGood: false, detail: told };
  if (hit === undefined) return { case: id, verdict: 'past the end', isGood: true };
  if (side === undefined) return { case: id, verdict: 'half applied', isGood: false, detail: told };
  // A rollback's own reason is that of the bundle: it is a success where the node is back.
  if (id.startsWith('rollback') || side !== from)
    return { case: id, verdict: side === from ? 'rolled back' : 'applied', isGood: true, detail: told };
  if (!namesCause(known?.reason ?? '', hit.kind, hit.call))
    return { case: id, verdict: 'unreported', isGood: false, detail: told };
  return { case: id, verdict: 'not applied, told', isGood: true, detail: told };
}
