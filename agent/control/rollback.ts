import type { Clock } from '../../shared/os/clock.ts';
import { tiedTo } from '../../shared/os/deadline.ts';
import type { Log } from '../../shared/os/log.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { AgentConfig } from '../config/schema.ts';
import type { RollbackPorts } from '../rollback/rollback.ts';
import { type TakenBack, takeBack } from '../rollback/take-back.ts';
import { ask, NobodyError } from '../socket/ask.ts';
import { claimSocket } from '../socket/claim.ts';
import { controlProtocol } from './protocol.ts';

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
    const { who } = controlProtocol;
    return (await ask(paths.control, { do: 'rollback', reason }, { who, timeoutMs, signal })) as TakenBack;
  } catch (error) {
    if (!(error instanceof NobodyError)) throw error;
  }
  await requireStateOwner(options.config.state_dir, 'towline-agent rollback');
  const control = await claimSocket(paths.control, controlProtocol, signal);
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
