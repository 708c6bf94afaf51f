import { TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import type { CustomService } from '../config/services.ts';
import { ownHands, type ServiceHands } from '../services/hands.ts';
import { ask, NobodyError } from '../socket/ask.ts';
import { type HelperRequest, helperProtocol } from './protocol.ts';

/** Asks the root helper. Rejects with what it says, and with NobodyError where none runs. */
export type AskHelper = (request: HelperRequest, timeoutMs: number, signal?: AbortSignal) => Promise<unknown>;

export const lookTimeoutMs = 30_000;
const writeTimeoutMs = 120_000;
const never = new AbortController().signal;

/** @param socket the root helper's */
export function helperAt(socket: string): AskHelper {
  const { who } = helperProtocol;
  return (request, timeoutMs, signal = never) => ask(socket, request, { who, timeoutMs, signal });
}

/**
 * Hands of an agent that is not root: its own where they may, the root helper's where files have an owner. Reloads are
 * the helper's; without one, the agent's own, which are enough for `nft` and for what the admin allows its user.
 */
export function handsWithHelper(run: Run, helper: AskHelper): ServiceHands {
  const own = ownHands(run);
  const byRoot = (service: CustomService) => service.owner !== undefined;
  return {
    differing: (service, wanted) =>
      orHelper(
        () => own.differing(service, wanted),
        async () => {
          const states = wanted.map(({ name, mode, sha256 }) => ({
            name,
            mode,
            sha256: sha256.toString('hex'),
          }));
          const request = { do: 'differing', service: service.name, wanted: states } as const;
          return namesOf(await helper(request, lookTimeoutMs));
        },
      ),
    present: (destination, names) =>
      orHelper(
        () => own.present(destination, names),
        async () => namesOf(await helper({ do: 'present', destination, names: [...names] }, lookTimeoutMs)),
      ),
    place: async (service, files, gone) => {
      if (!byRoot(service)) return named(service, () => own.place(service, files, gone));
      const contents = files.map(async ({ name, mode, read }) => ({
        name,
        mode,
        content: (await read()).toString('base64'),
      }));
      const request = { service: service.name, files: await Promise.all(contents), gone: [...gone] };
      await required(() => helper({ do: 'place', ...request }, writeTimeoutMs));
    },
    remove: (destination, names) =>
      orHelper(
        () => own.remove(destination, names),
        async () => void (await helper({ do: 'remove', destination, names: [...names] }, writeTimeoutMs)),
      ),
    reload: async (service, signal) => {
      const timeoutMs = service.timeout_s * 1000 + lookTimeoutMs;
      try {
        await helper({ do: 'reload', service: service.name }, timeoutMs, signal);
      } catch (error) {
        if (!(error instanceof NobodyError)) throw error;
        await own.reload(service, signal);
      }
    },
  };
}

/** Ours if we may, or else the helper's. */
async function orHelper<T>(ours: () => Promise<T>, helpers: () => Promise<T>): Promise<T> {
  try {
    return await ours();
  } catch (error) {
    if (!(error instanceof TowlineError) || error.code !== 'denied') throw error;
    return required(helpers, error.message);
  }
}

async function required<T>(task: () => Promise<T>, why = 'the agent is not root'): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof NobodyError)) throw error;
    throw new TowlineError(
      'failed',
      `${why}, and no root helper runs: start 'towline-agent root-helper' as root`,
      { cause: error },
    );
  }
}

/** Says what to do about files of the agent's own that it may not write. */
async function named(service: CustomService, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new TowlineError(
      'failed',
      `the agent's user may not write ${service.destination}: set service.${service.name}.owner in agent.toml, such as "root"`,
      { cause: error },
    );
  }
}

function namesOf(answer: unknown): string[] {
  if (Array.isArray(answer) && answer.every((name) => typeof name === 'string')) return answer;
  throw new TowlineError('failed', 'the root helper answers something else than names');
}
