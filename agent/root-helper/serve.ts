import { once } from 'node:events';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import { keepSystemdTold } from '../../shared/os/systemd.ts';
import { helperSocket } from '../config/paths.ts';
import type { AgentConfig } from '../config/schema.ts';
import { claimSocket } from '../socket/claim.ts';
import { answerRequest } from './answer.ts';
import { helperProtocol, subjectOf } from './protocol.ts';

export interface HelperOptions {
  readonly run: Run;
  readonly log: Log;
  /** Reads agent.toml, anew for each request: what it does not list any more is not done any more. */
  readonly config: () => Promise<AgentConfig>;
  /** Path of agent.toml. */
  readonly configFile: string;
}

/**
 * Serves the agent's user until the signal is aborted. Who that is says the owner of the state folder, and Unix lets
 * nobody but that user and root open the socket. Throws `denied` where this process, or the folder of the socket, is
 * not root's, and `notFound` without a state folder.
 */
export async function serveHelper({ run, log, config, configFile }: HelperOptions, signal: AbortSignal) {
  if (process.geteuid?.() !== 0)
    throw new TowlineError('denied', 'this is for root: run it as root, at boot');
  const { state_dir, helper_dir } = await config();
  const agent = await stat(state_dir).catch((cause: unknown) => {
    throw new TowlineError('notFound', `${state_dir} is not there: its owner is who will be served`, {
      cause,
    });
  });
  await mkdir(helper_dir, { recursive: true, mode: 0o755 });
  requireRoots(helper_dir, await lstat(helper_dir));
  const claim = await claimSocket(helperSocket({ helper_dir }), helperProtocol, signal, agent.uid);
  claim.serve(async (request, gone) => {
    const what = subjectOf(request);
    try {
      requireRoots(configFile, await stat(configFile));
      const result = await answerRequest(run, await config(), request, gone);
      if (request.do !== 'differing' && request.do !== 'present') log.info({ do: request.do, what }, 'done');
      return result;
    } catch (error) {
      log.warn({ do: request.do, what, error: messageOf(error) }, 'not done');
      throw error;
    }
  });
  log.info({ uid: agent.uid, socket: helperSocket({ helper_dir }) }, 'serves the user with this number');
  try {
    const stuck = () => [];
    await keepSystemdTold({ run, log, clock: systemClock, stuck }, signal).catch(() => undefined);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    claim.close();
  }
}

/** Whoever could write it would be root. */
function requireRoots(path: string, { uid, mode }: { uid: number; mode: number }): void {
  if (uid === 0 && (mode & 0o022) === 0) return;
  throw new TowlineError(
    'denied',
    `${path} can be written by others than root: 'chown root ${path}; chmod go-w ${path}', after a look at it`,
  );
}
