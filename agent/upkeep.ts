import { messageOf, TowlineError } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import { tiedTo } from '../shared/os/deadline.ts';
import { createMutex } from '../shared/os/mutex.ts';
import { boot } from './boot.ts';
import { type CycleOutcome, type CyclePorts, runCycle } from './cycle.ts';
import { isSwitched } from './journal/state.ts';
import { type TakenBack, takeBack } from './rollback/take-back.ts';
import { backoffMs } from './session/backoff.ts';
import type { ControllerClient } from './session/client.ts';

/** Brings the node up from its disk and from one bundle to the next, one at a time. */
export interface Upkeep {
  /** Brings the node up from its disk; tries again, with pauses of up to a minute, until it or a cycle did. */
  bootUntilDone(signal: AbortSignal): Promise<void>;
  /** Whether the node is up, from its disk or by a cycle. */
  isUp(): boolean;
  /** Whether a cycle may begin: when the node is up, or when another bundle than the one it lacks is wanted. */
  mayBegin(desired: DesiredRelease): boolean;
  /** Runs a task while no bundle is on its way; not at all before the node is up. */
  atRest(task: () => Promise<void>): Promise<void>;
  cycle(client: ControllerClient, desired: DesiredRelease, signal: AbortSignal): Promise<CycleOutcome>;
  /** Digest (hexadecimal) of the bundle that is staged and waits for the other ends of its links. */
  staged(): string | undefined;
  /** Whether a bundle is tried, or was taken back in the last two minutes: then the controller waits for word. */
  isUnsettled(): boolean;
  /** What the controller wants now: another bundle than the one under way withdraws that one. */
  heard(desired: DesiredRelease): void;
  /**
   * Goes back because an operator asked, at once: a cycle that is under way is called off. Rejects with what `takeBack`
   * throws, and when the first attempt fails; it is tried further then.
   */
  rollBack(reason: string, signal: AbortSignal): Promise<TakenBack>;
}

const settledMs = 120_000;
const calledOff = () => new TowlineError('conflict', 'an operator asked to go back');

/** @param onUp called when the node is up from its disk */
export function createUpkeep(ports: CyclePorts, onUp: () => void): Upkeep {
  const turn = createMutex();
  let isUp = false;
  // Of the cycle that is under way; requests of an operator that wait for it; the highest that was desired.
  let [underWay, asked, retry]: [AbortController | undefined, number, number] = [undefined, 0, 0];
  let [staged, withdrawn]: [string?, { digest: string; controller: AbortController }?] = [];

  let unsettledUntil = Number.NEGATIVE_INFINITY;
  const isUnsettled = () => {
    const now = ports.clock.monotonic();
    if (isSwitched(ports.journal.current().phase)) unsettledUntil = now + settledMs;
    return now < unsettledUntil;
  };
  // What boot finds and takes back counts too.
  isUnsettled();

  return {
    isUp: () => isUp,
    isUnsettled,
    staged: () => staged,

    heard({ bundleDigest }) {
      if (withdrawn?.digest !== bundleDigest.toString('hex')) withdrawn?.controller.abort();
    },

    async bootUntilDone(signal) {
      for (let attempt = 0; ; attempt++) {
        try {
          await turn.run(async () => {
            signal.throwIfAborted();
            if (!isUp) await boot(ports, signal);
            isUp = true;
          });
          onUp();
          return;
        } catch (error) {
          signal.throwIfAborted();
          ports.log.error({ error: messageOf(error), attempt }, 'not all of the bundle came up from disk');
        }
        // Other loops wait for the first attempt only as long as it takes.
        onUp();
        await ports.clock.sleep(backoffMs(attempt, 0.5 + Math.random() / 2, 1000, 60_000), signal);
      }
    },

    mayBegin(desired) {
      const { phase, running } = ports.journal.current();
      if (isUp) return true;
      // What has to be taken back is taken back first.
      return !isSwitched(phase) && running?.digest !== desired.bundleDigest.toString('hex');
    },

    atRest: (task) =>
      turn.run(async () => {
        if (isUp && !isSwitched(ports.journal.current().phase)) await task();
      }),

    cycle: (client, desired, signal) =>
      turn.run(async () => {
        signal.throwIfAborted();
        retry = Math.max(retry, desired.retry);
        if (asked > 0) throw calledOff();
        const { controller, release } = tiedTo(signal);
        underWay = controller;
        const [digest, withdrawal] = [desired.bundleDigest.toString('hex'), new AbortController()];
        withdrawn = { digest, controller: withdrawal };
        try {
          const course = { staged, withdrawn: withdrawal.signal };
          const outcome = await runCycle(ports, client, desired, controller.signal, course);
          staged = outcome === 'staged' ? digest : undefined;
          // Either way all of a bundle was put in place.
          if (outcome === 'confirmed' || outcome === 'rolledBack') isUp = true;
          if (outcome === 'rolledBack') unsettledUntil = ports.clock.monotonic() + settledMs;
          return outcome;
        } finally {
          underWay = undefined;
          withdrawn = undefined;
          release();
        }
      }),

    rollBack: (reason, signal) => {
      asked++;
      underWay?.abort(calledOff());
      return new Promise((resolve, reject) => {
        turn
          .run(async () => {
            asked--;
            signal.throwIfAborted();
            const back = await takeBack(ports, { reason, retry }, signal, reject);
            isUp = true;
            return back;
          })
          .then(resolve, reject);
      });
    },
  };
}
