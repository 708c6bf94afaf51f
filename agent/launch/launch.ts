import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { createLog } from '../../shared/os/log.ts';
import { loadConfig } from '../config/load.ts';
import { pathsOf } from '../config/paths.ts';
import { exitCode } from '../exit-code.ts';
import {
  changeUpgradeJournal,
  emptyUpgradeJournal,
  readUpgradeJournal,
  type UpgradeJournal,
  upgradeJournalFile,
} from '../upgrade/journal.ts';
import { decideStart, dropCurrent, endTrial, type Start, settle } from '../upgrade/state.ts';
import { agentVersion } from '../version.ts';
import { fileDigest, requireAgentFile, requireOwn } from './agent-files.ts';
import { keepLastWords, mostWords, takeLastWords } from './last-words.ts';
import { type Launched, setLaunched } from './launched.ts';
import type { WatchOrder } from './watch.ts';

/** An agent that has run for so long, in ms, has not ended soon after its start. */
const soonMs = 600_000;
const beatMs = 500;

/**
 * Runs the agent that took the place of this one, or that is tried, in this process; it never comes back then. Resolves
 * where this one is to run. Nothing that goes wrong here keeps an agent from running.
 *
 * What runs is in the journal before it is imported, so whatever becomes of it, the next start, by whoever starts this
 * service again, decides anew. An agent that is tried is watched by a thread of this file's own: it does not stand still
 * with the others, and ends the process when the time is over. So is a proved one that is new to this boot, or has ended
 * soon after its start, lest it hang for ever.
 *
 * @param self path of this file
 */
export async function launch(args: readonly string[], self: string): Promise<void> {
  const log = createLog('towline-agent');
  try {
    // What is wrong with it the command says itself.
    const config = await loadConfig(configArgument(args)).catch(() => undefined);
    if (config === undefined) return;
    const { agents, enrollment } = pathsOf(config);
    if (!existsSync(upgradeJournalFile(agents))) return;
    requireOwn(agents);
    const start = chooseStart(agents, self, log.warn);
    if (start.agent.kind === 'packaged') return;
    await become(start.agent, { agents, enrollment, self });
  } catch (error) {
    log.error({ error: messageOf(error) }, 'the packaged agent runs');
  }
}

/** What runs now, its file looked at; on the disk when this returns. */
function chooseStart(agents: string, self: string, warn: ReturnType<typeof createLog>['warn']): Start {
  const here = {
    packaged: { digest: fileDigest(self), version: agentVersion },
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    uptimeS: uptime(),
    lastWords: takeLastWords(agents),
  };
  let journal = readOrSetAside(agents, warn);
  for (;;) {
    const { last } = journal;
    const start = decideStart(journal, here);
    if (start.journal.last !== last) warn({ ...start.journal.last }, 'an agent is put back');
    const { agent } = start;
    const isKept = kept(agents, start.journal, warn);
    // Without its count one that ends again and again would be tried for ever.
    if (!isKept && agent.kind === 'trial') {
      const { trial: _, ...rest } = journal;
      journal = rest;
      continue;
    }
    if (agent.kind === 'packaged') return start;
    try {
      requireAgentFile(agents, agent.file.digest);
      return start;
    } catch (error) {
      const reason = messageOf(error);
      journal = agent.kind === 'trial' ? endTrial(start.journal, reason) : dropCurrent(start.journal, reason);
    }
  }
}

function kept(agents: string, journal: UpgradeJournal, warn: ReturnType<typeof createLog>['warn']): boolean {
  try {
    changeUpgradeJournal(agents, () => journal);
    return true;
  } catch (error) {
    warn({ error: messageOf(error) }, 'the journal of agents cannot be written');
    return false;
  }
}

/** One that nobody can read says nothing about what to run. */
function readOrSetAside(agents: string, warn: ReturnType<typeof createLog>['warn']): UpgradeJournal {
  try {
    return readUpgradeJournal(agents);
  } catch (error) {
    if (!(error instanceof TowlineError)) throw error;
    const file = upgradeJournalFile(agents);
    renameSync(file, `${file}.damaged`);
    warn({ error: error.message }, 'the journal of agents is set aside');
    return emptyUpgradeJournal;
  }
}

interface Places {
  readonly agents: string;
  readonly enrollment: string;
  readonly self: string;
}

async function become(
  agent: Exclude<Start['agent'], { kind: 'packaged' }>,
  { agents, enrollment, self }: Places,
): Promise<never> {
  const { digest, number } = agent.file;
  const file = requireAgentFile(agents, digest);
  const nonce = randomBytes(32).toString('base64');
  const answerFile = join(agents, 'confirmation.json');
  rmSync(answerFile, { force: true });
  let worker: Worker | undefined;
  let words = '';
  const say: Launched['say'] = (text) => {
    words = text.slice(0, mostWords);
    worker?.postMessage(words);
  };
  if (agent.kind === 'trial' || agent.isWatched) {
    const beats = new Int32Array(new SharedArrayBuffer(4));
    worker = new Worker(self, {
      workerData: watchOrder(agent, { agents, beats }, { enrollment, nonce, answerFile }),
    });
    worker.unref();
    worker.once('error', (error) => {
      // A proved one goes on without; nobody would end a trial.
      if (agent.kind !== 'trial') return;
      say(`what watches it failed: ${messageOf(error)}`);
      process.exit(exitCode.failed);
    });
    setInterval(() => Atomics.add(beats, 0, 1), beatMs).unref();
  }
  setTimeout(() => settled(agents), soonMs).unref();
  process.on('uncaughtExceptionMonitor', (error) => say(messageOf(error)));
  process.on('exit', (code) => {
    if (code === exitCode.ok) return settled(agents);
    // Service managers do not start again what says that it is not enrolled.
    if (code === exitCode.notEnrolled) process.exitCode = exitCode.failed;
    keepLastWords(agents, words === '' ? `exit code ${code}` : words);
  });
  const trial = agent.kind === 'trial' ? { number, nonce, answerFile } : undefined;
  setLaunched({ digest, say, ...(trial === undefined ? {} : { trial }) });
  try {
    await import(pathToFileURL(file).href);
    say('it came to its end');
  } catch (error) {
    say(messageOf(error));
  }
  process.exit(exitCode.failed);
}

/** A proved agent has no end of time to prove itself: it is watched until it is not soon after its start any more. */
function watchOrder(
  agent: Exclude<Start['agent'], { kind: 'packaged' }>,
  whose: Pick<WatchOrder, 'agents' | 'beats'>,
  proof: Pick<NonNullable<WatchOrder['trial']>, 'enrollment' | 'nonce' | 'answerFile'>,
): WatchOrder {
  if (agent.kind === 'current') return { ...whose, untilUptimeS: uptime() + soonMs / 1000 };
  const { digest, version, number, windowS, untilUptimeS } = agent.file;
  return { ...whose, untilUptimeS, trial: { ...proof, digest, version, number, windowS } };
}

function settled(agents: string): void {
  try {
    changeUpgradeJournal(agents, settle);
  } catch {
    // It counts as one that ended soon.
  }
}

/** What `--config` says. */
function configArgument(args: readonly string[]): string | undefined {
  const index = args.indexOf('--config');
  if (index >= 0) return args[index + 1];
  return args.find((arg) => arg.startsWith('--config='))?.slice('--config='.length);
}
