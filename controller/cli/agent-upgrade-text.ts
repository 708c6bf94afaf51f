import { enumWord, toDocument } from '../../shared/document.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AgentUpgradeRun } from '../../shared/gen/towline/v1/AgentUpgradeRun.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { type AdminClient, admin } from './client.ts';
import { exitCode } from './exit-codes.ts';
import { type Io, paint, plain } from './io.ts';
import { table, utcTime } from './table.ts';

const intervalMs = 300;

type Node = AgentUpgradeRun['nodes'][number];

const wordOf = ({ state }: Pick<Node, 'state'>) => enumWord(state);

/** Whether anything of it is still to come. */
function isUnderWay(run: AgentUpgradeRun): boolean {
  return enumWord(run.state) === 'running' || run.nodes.some((node) => wordOf(node) === 'told');
}

/** 0 where every router runs the agent, 3 while some are on their way, 1 otherwise. */
export function upgradeExitCode(run: AgentUpgradeRun): number {
  if (isUnderWay(run)) return exitCode.unhealthy;
  return run.nodes.every((node) => wordOf(node) === 'done') ? exitCode.ok : exitCode.error;
}

/** Waits until an upgrade has ended, and tells each router's states as they come. */
export async function followUpgrade(
  daemon: AdminClient,
  number: number,
  progress: (line: string) => void,
): Promise<AgentUpgradeRun> {
  const told = new Map<string, string>();
  for (;;) {
    const { run } = await daemon.call(admin.GetAgentUpgrade, { number });
    if (run === null) throw new TowlineError('failed', `upgrade ${number} is not there any more`);
    for (const node of run.nodes) {
      const line = nodeLine(node);
      if (told.get(node.nodeName) !== line && wordOf(node) !== 'waiting') progress(line);
      told.set(node.nodeName, line);
    }
    if (!isUnderWay(run)) return run;
    await systemClock.sleep(intervalMs);
  }
}

function nodeLine(node: Node): string {
  const reason = node.reason === '' ? '' : `: ${plain(node.reason).split('\n')[0]}`;
  return `${node.nodeName} ${stepOf(node)}${reason}`;
}

function stepOf(node: Node): string {
  const word = wordOf(node);
  if (word === 'left') return 'left out';
  return word === 'told' && node.step !== '' ? plain(node.step) : word;
}

export function upgradeDocument(run: AgentUpgradeRun): object {
  return toDocument(run) as object;
}

/** An upgrade for people. */
export function renderUpgrade(io: Io, run: AgentUpgradeRun): string {
  const { number, version, state, reason, begunMs, nodes } = run;
  const done = nodes.filter((node) => wordOf(node) === 'done').length;
  const head = `Upgrade ${number} to agent ${version}, begun ${utcTime(begunMs / 1000)}: ${enumWord(state)}, ${done} of ${nodes.length} done`;
  const why = reason === '' ? [] : [paint(io, 'red', plain(reason))];
  const rows = nodes.map((node) => [node.nodeName, stepOf(node), plain(node.reason).split('\n')[0] ?? '']);
  return [head, ...why, '', table(['ROUTER', 'STATE', 'WHY'], rows)].join('\n');
}
