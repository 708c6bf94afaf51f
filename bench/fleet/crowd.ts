import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { CrowdNews, Identity, Network, ToCrowd } from './wire.ts';

const program = join(projectFolder(), 'dist/bench/fleet/crowd-main.js');

/** Simulated agents in some processes. */
export interface Crowd {
  readonly size: number;
  /** Processes of the agents. */
  readonly pids: readonly number[];
  /** What happened since the last time that it was asked, of all processes together. */
  news(): Promise<CrowdNews>;
  /** Asks again and again until something is so; all news together. Throws `failed` at the deadline. */
  until(what: string, isSo: (now: CrowdNews) => boolean, deadlineS: number): Promise<CrowdNews>;
  end(): void;
}

/** Starts the agents, so many a process; resolves at once. */
export function startCrowd(network: Network, agents: readonly Identity[], perProcess = 1_000): Crowd {
  const children: ChildProcess[] = [];
  for (let at = 0; at < agents.length; at += perProcess) {
    const env = { ...process.env, TOWLINE_LOG: 'error' };
    const child = fork(program, [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    // One that has ended is noticed by its silence.
    child.on('error', () => undefined);
    say(child, { kind: 'run', network, agents: agents.slice(at, at + perProcess) });
    children.push(child);
  }
  const news = async () => (await Promise.all(children.map(ask))).reduce(together);
  return {
    size: agents.length,
    pids: children.flatMap(({ pid }) => pid ?? []),
    news,
    async until(what, isSo, deadlineS) {
      const deadline = performance.now() + deadlineS * 1000;
      let all = await news();
      while (!isSo(all)) {
        if (performance.now() > deadline)
          throw new TowlineError(
            'failed',
            `not within ${deadlineS} s: ${what} (in contact: ${all.inContact}, confirmed: ${JSON.stringify(all.confirmed)})`,
          );
        await delay(50);
        all = inTurn(all, await news());
      }
      return all;
    },
    end() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

function say(child: ChildProcess, message: ToCrowd): void {
  child.send(message);
}

function ask(child: ChildProcess): Promise<CrowdNews> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new TowlineError('failed', 'a process of agents has ended'));
    if (child.exitCode !== null || child.signalCode !== null) return ended();
    child.once('exit', ended);
    child.once('message', (news) => {
      child.off('exit', ended);
      resolve(news as CrowdNews);
    });
    say(child, { kind: 'ask' });
  });
}

/** What two processes say at one time. */
function together(one: CrowdNews, other: CrowdNews): CrowdNews {
  const confirmed: Record<number, number> = { ...one.confirmed };
  for (const [release, count] of Object.entries(other.confirmed))
    confirmed[Number(release)] = (confirmed[Number(release)] ?? 0) + count;
  return { ...added(one, other), confirmed, inContact: one.inContact + other.inContact };
}

/** What the same processes say one time after the other. */
function inTurn(before: CrowdNews, after: CrowdNews): CrowdNews {
  return { ...after, ...added(before, after) };
}

function added(one: CrowdNews, other: CrowdNews) {
  return {
    attempts: [...one.attempts, ...other.attempts],
    contacts: [...one.contacts, ...other.contacts],
    acks: [...one.acks, ...other.acks],
    rolledBack: one.rolledBack + other.rolledBack,
  };
}
