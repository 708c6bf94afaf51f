/** A process of simulated agents; it does what its parent tells it, and ends with it. */
import { setMaxListeners } from 'node:events';
import { createLog } from '../../shared/os/log.ts';
import { runLightAgent } from './light-agent.ts';
import { type CrowdNews, machineMs, type ToCrowd } from './wire.ts';

const log = createLog('agents');
const never = new AbortController().signal;
setMaxListeners(0, never);
const confirmed = new Map<number, number>();
const releases = new Map<number, number>();
let inContact = 0;
let attempts: number[] = [];
let contacts: number[] = [];
let acks: [number, number][] = [];
let rolledBack = 0;

process.on('disconnect', () => process.exit());
process.on('message', (message: ToCrowd) => {
  if (message.kind === 'ask') {
    const news: CrowdNews = {
      inContact,
      confirmed: Object.fromEntries(releases),
      ...{ attempts, contacts, acks, rolledBack },
    };
    [attempts, contacts, acks, rolledBack] = [[], [], [], 0];
    process.send?.(news);
    return;
  }
  for (const agent of message.agents) {
    const observer = {
      attempt: () => void attempts.push(machineMs()),
      contact: () => {
        inContact++;
        contacts.push(machineMs());
      },
      gone: () => {
        inContact--;
      },
      ack: (release: number) => {
        acks.push([machineMs(), release]);
        const before = confirmed.get(agent.nodeId);
        if (before !== undefined) releases.set(before, (releases.get(before) ?? 1) - 1);
        releases.set(release, (releases.get(release) ?? 0) + 1);
        confirmed.set(agent.nodeId, release);
      },
      rolledBack: () => {
        rolledBack++;
      },
    };
    runLightAgent(agent, message.network, log, observer, never).catch((error: unknown) => {
      process.stderr.write(`${agent.name}: ${String(error)}\n`);
      process.exit(1);
    });
  }
});
