import { stat } from 'node:fs/promises';
import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { tiedTo } from '../../shared/os/deadline.ts';
import type { Log } from '../../shared/os/log.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { AgentConfig } from '../config/schema.ts';
import type { RollbackPorts } from '../rollback/rollback.ts';
import { type TakenBack, takeBack } from '../rollback/take-back.ts';
import { ask, NoAgentError } from './ask.ts';
import { claimControl } from './claim.ts';

/** What an operator's rollback needs. */
export interface RollbackOptions {
  readonly paths: AgentPaths;
  readonly config: Pick<AgentConfig, 'state_dir'>;
  /** The operator's words; may be empty. */
  readonly reason: string;
  /** Makes the parts with which it is done where no agent runs. */
  readonly wire: () => Promise<RollbackPorts & { readonly clock: Clock; readonly log: Log }>;
  readonly signal: AbortSignal;
}

/** A rollback has to be done, or to have failed once, within this time. */
const timeoutMs = 600_000;

/**
 * Goes back by the agent that runs, or, where none does, by itself. Throws what the agent says, and what kept the first
 * attempt from its end; an agent goes on trying, and one that starts later does.
 */
export async function rollBackByRequest(options: RollbackOptions): Promise<TakenBack> {
  const { paths, reason, signal } = options;
  try {
    return (await ask(paths.control, { do: 'rollback', reason }, { timeoutMs, signal })) as TakenBack;
  } catch (error) {
    if (!(error instanceof NoAgentError)) throw error;
  }
  await requireOwner(options.config.state_dir);
  const control = await claimControl(paths.control, signal);
  try {
    return await once(await options.wire(), reason, signal);
  } finally {
    control.close();
  }
}

async function once(
  ports: RollbackPorts & { readonly clock: Clock },
  reason: string,
  signal: AbortSignal,
): Promise<TakenBack> {
  const { controller, release } = tiedTo(signal);
  try {
    return await takeBack(ports, { reason }, controller.signal, (error) => controller.abort(error));
  } finally {
    release();
  }
}

/** What another user writes here the agent could not read or write later. */
async function requireOwner(stateDir: string): Promise<void> {
  const { uid } = await stat(stateDir);
  const own = process.getuid?.();
  if (own === undefined || own === uid) return;
  throw new TowlineError(
    'denied',
    `no agent runs, and ${stateDir} is of the user with number ${uid}: start the agent, or run this as that user`,
  );
}
