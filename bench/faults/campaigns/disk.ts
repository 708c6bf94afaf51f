import { setTimeout as delay } from 'node:timers/promises';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../campaign.ts';
import type { Side } from '../node/contents.ts';
import { FaultLab } from '../node/fault-lab.ts';
import type { Instruction } from '../preload/instruction.ts';

const nodes = 4;
const moments = ['before', 'staging', 'checking', 'switching', 'proving'] as const;
/** What the agent works on while its disk takes nothing: everything but its files. */
const running = ['wireguard', 'addresses', 'rules', 'filter', 'bird'];
const folder = '/var/lib/towline';

interface Fault {
  /** Run on the node by bash; the preload does where there is none. */
  readonly begin?: string;
  readonly end?: string;
  readonly words: RegExp;
}

const faults: Readonly<Record<string, Fault>> = {
  ENOSPC: {
    begin: `dd if=/dev/zero of=${folder}/filler bs=4096; dd if=/dev/zero of=${folder}/filler2 bs=1; true`,
    end: `rm -f ${folder}/filler ${folder}/filler2`,
    words: /ENOSPC|no room in/,
  },
  EROFS: {
    begin: `mount -o remount,ro ${folder}`,
    end: `mount -o remount,rw ${folder}`,
    words: /EROFS/,
  },
  EIO: { words: /EIO/ },
};

/** Agents with their state on 1 MiB, whose disk takes nothing from some moment of an apply on, and then does again. */
export const disk: Campaign = {
  name: 'disk',
  plants: [],
  labs: 1,
  cases: () => Object.keys(faults).flatMap((fault) => moments.map((moment) => `${fault} ${moment}`)),
  figures: (outcomes) => ({
    disk_faults: outcomes.length,
    disk_healed: outcomes.filter(({ isGood }) => isGood).length,
    half_applied: outcomes.filter(({ verdict }) => verdict === 'half applied').length,
    unreported: outcomes.filter(({ verdict }) => verdict === 'unreported').length,
  }),
  open: openDisk,
};

async function openDisk({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  return diskBench(await FaultLab.up({ nodes, windowS: 10, signal, hasSmallDisk: true, plant }));
}

/** @param lab one with small disks */
export function diskBench(lab: FaultLab): Workbench {
  return {
    atOnce: lab.nodes.length,
    run: (cases, ended) => runRound(lab, cases, ended),
    close: () => lab.down(),
  };
}

async function runRound(lab: FaultLab, cases: readonly string[], signal: AbortSignal): Promise<Outcome[]> {
  await lab.requireSettled(signal);
  const from = lab.side;
  const placed = cases.map((id, index) => {
    const [name = '', moment = ''] = id.split(' ');
    return { id, moment, fault: faults[name] ?? { words: /^$/ }, node: lab.nodes[index] ?? '' };
  });
  for (const { id, moment, fault, node } of placed) {
    if (moment === 'before' && fault.begin !== undefined) await bash(lab, node, fault.begin);
    else await lab.instruct(node, instructionOf(id, moment, fault));
  }
  await lab.release();
  const outcomes = await Promise.all(placed.map((one) => lookAtFault(lab, one, from, signal)));
  const ended = Date.now();
  for (const { fault, node } of placed) {
    if (fault.end !== undefined) await bash(lab, node, fault.end);
    await lab.letGo(node);
  }
  // Taking a bundle back is tried again after up to a minute.
  const unsettled = await lab.unsettled(signal, 90_000);
  const recoveryS = Math.round((Date.now() - ended) / 100) / 10;
  return outcomes.map((outcome, index) => {
    const left = unsettled.get(placed[index]?.node ?? '');
    if (left === undefined) return { ...outcome, recoveryS };
    return { ...outcome, verdict: 'not healed', isGood: false, detail: `${outcome.detail}; then ${left}` };
  });
}

/** Before or at a state: the preload breaks the disk itself, or stands still until the harness has. */
function instructionOf(id: string, moment: string, { begin }: Fault): Instruction {
  const target =
    moment === 'before'
      ? ({ kind: 'call', of: 'file', number: 1, within: 'all' } as const)
      : ({ kind: 'state', state: moment } as const);
  const action =
    begin === undefined
      ? ({ kind: 'fail', failure: 'EIO', isLasting: 'disk' } as const)
      : ({ kind: 'pause' } as const);
  return { id, target, action, isSpoilt: false };
}

interface Placed {
  readonly id: string;
  readonly moment: string;
  readonly fault: Fault;
  readonly node: string;
}

/** While the fault lasts: the running state is the old bundle's (or, once proved, the new one's), and it is told. */
async function lookAtFault(
  lab: FaultLab,
  { id, moment, fault, node }: Placed,
  from: Side,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadline = Date.now() + 40_000;
  if (fault.begin !== undefined && moment !== 'before') {
    while (!(await lab.trace(node)).points.some(({ isHit }) => isHit === true)) {
      if (Date.now() > deadline) return { case: id, verdict: 'not reached', isGood: false };
      await delay(100, undefined, { signal });
    }
    await bash(lab, node, fault.begin);
    await lab.endFault(node);
  }
  for (;;) {
    const known = (await lab.known()).get(node);
    const { state, snapshot } = await lab.look(node);
    const { side, parts } = lab.judge(node, snapshot, running);
    const detail = `${state}: ${parts}; the controller knows: ${known?.reason}`;
    const isTold = fault.words.test(known?.reason ?? '');
    if (side === from && isTold) return { case: id, verdict: 'untouched, told', isGood: true, detail };
    // Of a disk that cannot even be read, BIRD gets no other configuration: what was whole stays so.
    if (side !== undefined && isTold && fault.begin === undefined && moment === 'proving')
      return { case: id, verdict: 'whole, told', isGood: true, detail };
    if (Date.now() > deadline) {
      const verdict = side === undefined ? 'half applied' : side === from ? 'unreported' : 'changed';
      return { case: id, verdict, isGood: false, detail };
    }
    await delay(500, undefined, { signal });
  }
}

async function bash(lab: FaultLab, node: string, script: string): Promise<void> {
  await lab.network.lab.exec(node, ['bash', '-c', script]);
}
