import { readFileSync, statSync } from 'node:fs';
import { uptime } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { messageOf } from '../../shared/errors.ts';
import { checkAgentConfirmation } from '../../shared/upgrade/order.ts';
import { loadEnrollment } from '../enroll/store.ts';
import { trustedKeys } from '../keys/signers.ts';
import { changeUpgradeJournal } from '../upgrade/journal.ts';
import { confirmTrial, endTrial } from '../upgrade/state.ts';
import { acceptedKeys } from '../verify/succession.ts';
import { keepLastWords } from './last-words.ts';

/** What the thread that watches an agent is told. */
export interface WatchOrder {
  readonly agents: string;
  /** Counts up while the main thread turns. */
  readonly beats: Int32Array;
  /** Uptime of the machine in seconds at which the time is over. */
  readonly untilUptimeS: number;
  /** Only of an agent that is tried. */
  readonly trial?: WatchedTrial;
}

interface WatchedTrial {
  readonly enrollment: string;
  /** Base64. */
  readonly nonce: string;
  readonly answerFile: string;
  /** Hexadecimal. */
  readonly digest: string;
  readonly version: string;
  readonly number: number;
  readonly windowS: number;
}

const lookMs = 200;
/** A main thread that stands still for so long hangs: nothing that an agent does takes a part of it. */
const hangS = 30;
/** A machine that is suspended, or has no time for anything, lets this thread look later than this. */
const pauseS = 5;
const answerSchema = z.object({ confirmation: z.base64(), signature: z.base64() });

/**
 * Watches an agent in a thread of the launcher's. One that is tried: until the controller's signed word for it is there,
 * which this checks itself, or the time is over, or the main thread hangs; then the trial is over, on the disk, and the
 * process ends. A proved one: whether the main thread hangs, until the time is over.
 */
export function watch(): void {
  const order = workerData as WatchOrder;
  const { agents, trial } = order;
  let said = 'it has not come up';
  let refused = '';
  parentPort?.on('message', (text) => {
    said = String(text);
  });
  let [beats, beatAtS, lookedAtS] = [-1, uptime(), uptime()];
  let seenMs = 0;
  const look = async () => {
    const now = Atomics.load(order.beats, 0);
    const nowS = uptime();
    // Where this thread stood still as well, the machine did.
    if (now !== beats || nowS - lookedAtS > pauseS) [beats, beatAtS] = [now, nowS];
    lookedAtS = nowS;
    const writtenMs =
      trial === undefined ? 0 : (statSync(trial.answerFile, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (trial !== undefined && writtenMs !== seenMs) {
      seenMs = writtenMs;
      try {
        await checkAnswer(trial);
        changeUpgradeJournal(agents, confirmTrial);
        return process.exit(0);
      } catch (error) {
        refused = messageOf(error);
      }
    }
    const stillS = uptime() - beatAtS;
    const hangs = `it hangs: its event loop stands still for ${Math.round(stillS)} s`;
    if (stillS >= hangS) return end(order, hangs);
    if (uptime() < order.untilUptimeS) return;
    if (trial === undefined) return process.exit(0);
    const why = stillS >= 2 ? hangs : said;
    end(order, `not proved within ${trial.windowS} s: ${refused === '' ? why : refused}`);
  };
  let isLooking = false;
  setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => {
        refused = messageOf(error);
      })
      .finally(() => {
        isLooking = false;
      });
  }, lookMs);
}

/** Throws unless the controller has signed that this agent, of this version, reached it in this trial. */
async function checkAnswer({ answerFile, enrollment, ...order }: WatchedTrial): Promise<void> {
  const answer = answerSchema.parse(JSON.parse(readFileSync(answerFile, 'utf8')));
  // Read anew each time: the keys may have changed meanwhile.
  const own = await loadEnrollment(enrollment);
  if (own === undefined) throw new Error('this router is not enrolled any more');
  const asked = {
    networkId: own.networkId,
    nodeId: own.nodeId,
    number: order.number,
    sha256: Buffer.from(order.digest, 'hex'),
    version: order.version,
    nonce: Buffer.from(order.nonce, 'base64'),
  };
  checkAgentConfirmation(acceptedKeys(trustedKeys(own)), asked, {
    confirmation: Buffer.from(answer.confirmation, 'base64'),
    signature: Buffer.from(answer.signature, 'base64'),
  });
}

/** Ends the process, and the trial before it: not by asking it, since what is watched may not listen. */
function end({ agents, trial }: WatchOrder, reason: string): void {
  try {
    if (trial === undefined) keepLastWords(agents, reason);
    else changeUpgradeJournal(agents, (journal) => endTrial(journal, reason));
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}
