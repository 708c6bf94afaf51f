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

/** What the thread that watches a trial is told. */
export interface WatchOrder {
  readonly agents: string;
  readonly enrollment: string;
  /** Base64. */
  readonly nonce: string;
  readonly answerFile: string;
  /** Hexadecimal. */
  readonly digest: string;
  readonly version: string;
  readonly number: number;
  readonly windowS: number;
  /** Uptime of the machine in seconds at which the time is over. */
  readonly untilUptimeS: number;
  /** Counts up while the main thread turns. */
  readonly beats: Int32Array;
}

const lookMs = 200;
/** A main thread that stands still for so long hangs: nothing that an agent does takes a part of it. */
const hangS = 30;
const answerSchema = z.object({ confirmation: z.base64(), signature: z.base64() });

/**
 * Watches an agent that is tried, in a thread of the launcher's: until the controller's signed word for it is there,
 * which this checks itself, or the time is over, or the main thread hangs. Then the trial is over, on the disk, and the
 * process ends.
 */
export function watchTrial(): void {
  const order = workerData as WatchOrder;
  let said = 'it has not come up';
  let refused = '';
  parentPort?.on('message', (text) => {
    said = String(text);
  });
  let [beats, beatAtS] = [-1, uptime()];
  let seenMs = 0;
  const look = async () => {
    const now = Atomics.load(order.beats, 0);
    if (now !== beats) [beats, beatAtS] = [now, uptime()];
    const writtenMs = statSync(order.answerFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (writtenMs !== seenMs) {
      seenMs = writtenMs;
      try {
        await checkAnswer(order);
        changeUpgradeJournal(order.agents, confirmTrial);
        return process.exit(0);
      } catch (error) {
        refused = messageOf(error);
      }
    }
    const stillS = uptime() - beatAtS;
    if (stillS >= hangS)
      return end(order, `it hangs: its event loop stands still for ${Math.round(stillS)} s`);
    if (uptime() < order.untilUptimeS) return;
    const hangs = stillS >= 2 ? `it hangs: its event loop stands still for ${Math.round(stillS)} s` : said;
    end(order, `not proved within ${order.windowS} s: ${refused === '' ? hangs : refused}`);
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
async function checkAnswer({ answerFile, enrollment, ...order }: WatchOrder): Promise<void> {
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

/** Ends the trial and the process: not by asking it, since what is tried may not listen. */
function end({ agents }: WatchOrder, reason: string): void {
  try {
    changeUpgradeJournal(agents, (journal) => endTrial(journal, reason));
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}
