import * as z from 'zod';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { pathsOf } from '../config/paths.ts';
import type { AgentConfig } from '../config/schema.ts';
import { loadEnrollment } from '../enroll/store.ts';
import { openJournal } from '../journal/store.ts';
import { linkKeyVersions } from '../keys/link-key-files.ts';
import { agentVersion } from '../version.ts';
import { readUpgradeJournal } from './journal.ts';

/** An old router with a full disk takes its time. */
const timeoutMs = 60_000;
const answerSchema = z.object({ version: z.string() });

/** Reads all that a start needs, and changes nothing. Throws what cannot be read. */
export async function selfCheck(config: AgentConfig): Promise<{ version: string; node: string }> {
  const paths = pathsOf(config);
  const enrollment = await loadEnrollment(paths.enrollment);
  if (enrollment === undefined) throw new TowlineError('notFound', 'this router is not enrolled');
  await linkKeyVersions(paths.keys);
  await openJournal(paths.journal, enrollment.networkId);
  readUpgradeJournal(paths.agents);
  return { version: agentVersion, node: process.versions.node };
}

/**
 * Starts another agent's file beside this one to see whether it does, and whether it can read what this one wrote.
 * Throws `failed` with what it said.
 *
 * @param args of this agent, in which `run` becomes `self-check`
 */
export async function checkBeside(
  run: Run,
  file: string,
  version: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const words = args.map((word) => (word === 'run' ? 'self-check' : word));
  let said: string;
  try {
    said = await run(process.execPath, [file, ...words, '--json'], { timeoutMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new TowlineError('failed', `it does not start: ${messageOf(error)}`, { cause: error });
  }
  const answer = answerSchema.safeParse(parsed(said));
  if (answer.data?.version !== version)
    throw new TowlineError(
      'failed',
      `it says that it is ${answer.data?.version ?? 'no agent'}, not ${version}`,
    );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
