import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { Launched } from '../launch/launched.ts';
import { backoffMs } from '../session/backoff.ts';
import type { ControllerClient, OpenClient } from '../session/client.ts';
import { agentVersion } from '../version.ts';
import { readUpgradeJournal } from './journal.ts';

export interface TrialPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly agents: string;
  readonly launched: Launched;
  /** Whether the node is up from its disk. */
  readonly isUp: () => boolean;
  /** Client of the session, while there is one. */
  readonly client: () => ControllerClient | undefined;
  readonly openClient: OpenClient;
}

const pollMs = 200;

/**
 * Proves this agent, which is tried: once the node is up and in contact, the controller signs over a new connection that
 * it was reached by this version. Whether that is enough the launcher decides; this waits for its word, and for nothing
 * where nothing is tried.
 */
export async function proveTrial(ports: TrialPorts, signal: AbortSignal): Promise<void> {
  const { clock, log, agents, launched, isUp, client } = ports;
  const { trial } = launched;
  if (trial === undefined || readUpgradeJournal(agents).trial === undefined) return;
  for (let failures = 0; ; failures++) {
    while (!isUp() || client() === undefined) {
      launched.say(
        isUp() ? 'it has no contact with the controller' : 'the bundle did not come up from the disk',
      );
      await clock.sleep(pollMs, signal);
    }
    try {
      const answer = await confirmed(ports, trial, signal);
      await writeAtomically(trial.answerFile, JSON.stringify(answer), 0o600);
      break;
    } catch (error) {
      signal.throwIfAborted();
      launched.say(`the controller does not confirm it: ${messageOf(error)}`);
      await clock.sleep(backoffMs(failures, Math.random(), 500, 5000), signal);
    }
  }
  while (readUpgradeJournal(agents).trial !== undefined) await clock.sleep(pollMs, signal);
  log.info({ version: agentVersion }, 'this agent is proved, and stays');
}

async function confirmed(
  { openClient, launched }: TrialPorts,
  { number, nonce }: NonNullable<Launched['trial']>,
  signal: AbortSignal,
) {
  const client = openClient({ isUrgent: true });
  try {
    const { confirmation, signature } = await client.confirmAgent(
      {
        number,
        sha256: Buffer.from(launched.digest, 'hex'),
        version: agentVersion,
        nonce: Buffer.from(nonce, 'base64'),
      },
      signal,
    );
    return { confirmation: confirmation.toString('base64'), signature: signature.toString('base64') };
  } finally {
    client.close();
  }
}
