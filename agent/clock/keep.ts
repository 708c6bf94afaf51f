import { randomBytes } from 'node:crypto';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { withDeadline } from '../../shared/os/deadline.ts';
import type { Log } from '../../shared/os/log.ts';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import type { BundleRef } from '../journal/schema.ts';
import type { Signers } from '../keys/signers.ts';
import type { ControllerClient, OpenClient } from '../session/client.ts';
import type { ClockFloor } from './floor.ts';

export interface KeepFloorOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly clockFloor: ClockFloor;
  /** Client of the session with the controller, while there is one. */
  readonly client: () => ControllerClient | undefined;
  readonly openClient: OpenClient;
  /** The confirmed bundle, while it is the one that runs. */
  readonly running: () => BundleRef | undefined;
  /** Runs a task while no bundle is on its way. */
  readonly atRest: (task: () => Promise<void>) => Promise<void>;
  readonly signers: Signers;
  readonly networkId: string;
  readonly nodeId: number;
}

const intervalMs = 1_800_000;
const retryMs = 60_000;
const askTimeoutMs = 5000;
const lastWordsMs = 2000;

/**
 * Has the controller sign its time again from time to time, for the bundle that runs, so that the floor rises
 * without releases too; and once more when the agent ends, since a router is mostly rebooted in good order.
 */
export async function keepFloor(options: KeepFloorOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, clockFloor } = options;
  let isInContact = false;
  signal.addEventListener('abort', () => {
    isInContact = options.client() !== undefined;
  });
  try {
    // Spread: after an outage all routers are back at one moment.
    let pauseMs = retryMs * Math.random();
    for (;;) {
      await clock.sleep(pauseMs, signal);
      pauseMs = retryMs * (0.5 + Math.random());
      try {
        await options.atRest(async () => {
          const client = options.client();
          if (client === undefined) return;
          const asked = await withDeadline(signal, askTimeoutMs, (ending) => ask(options, client, ending));
          if (asked) pauseMs = intervalMs * (0.5 + Math.random() / 2);
        });
      } catch (error) {
        signal.throwIfAborted();
        log.debug({ error: messageOf(error) }, 'no time of the controller');
      }
    }
  } finally {
    if (isInContact) await lastWords(options);
    await clockFloor.save();
  }
}

async function lastWords(options: KeepFloorOptions): Promise<void> {
  const client = options.openClient();
  try {
    await withDeadline(new AbortController().signal, lastWordsMs, (ending) => ask(options, client, ending));
  } catch (error) {
    options.log.debug({ error: messageOf(error) }, 'no time of the controller');
  } finally {
    client.close();
  }
}

/** False if there is no bundle to ask about. */
async function ask(
  { running, signers, networkId, nodeId, clockFloor }: KeepFloorOptions,
  client: ControllerClient,
  signal: AbortSignal,
): Promise<boolean> {
  const bundle = running();
  if (bundle === undefined) return false;
  const { release, digest } = bundle;
  const nonce = randomBytes(32);
  const response = await client.confirm({ release, bundleDigest: Buffer.from(digest, 'hex'), nonce }, signal);
  const question = { networkId, nodeId, release, nonce };
  await clockFloor.take(checkConfirmation(signers.accepted(), question, response));
  return true;
}
