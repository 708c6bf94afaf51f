import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { describeIssues } from '../config/issues.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** An agent's file by its SHA-256, and the order that named it. */
const ordered = z.object({
  digest,
  version: z.string().max(64),
  epoch: z.int().min(0),
  number: z.int().min(1),
});

/**
 * Launcher and agents of other versions read it too: what is added later has to be optional, and what an agent does not
 * know is lost when it writes.
 */
const schema = z.object({
  version: z.literal(1),
  networkId: z.string().optional(),
  /** What runs instead of the packaged agent. */
  current: ordered
    .extend({
      /** SHA-256 of the packaged agent's file when this one took its place. */
      packaged: digest,
      /** Times in a row that it was started and ended soon. */
      starts: z.int().min(0),
      /** The boot of the last one. */
      bootId: z.string().optional(),
    })
    .optional(),
  /** What is tried instead of both. */
  trial: ordered
    .extend({
      packaged: digest,
      windowS: z.int().min(1),
      /** Times that it was started. */
      attempts: z.int().min(0),
      /** The boot of the last one, and the machine's uptime in seconds at which its time is over. */
      bootId: z.string().optional(),
      untilUptimeS: z.number().optional(),
    })
    .optional(),
  /** What became of the last order. */
  last: ordered
    .extend({ outcome: z.enum(['confirmed', 'rolledBack', 'refused']), reason: z.string() })
    .optional(),
});

export type UpgradeJournal = z.infer<typeof schema>;
export type Ordered = z.infer<typeof ordered>;
export type Trial = NonNullable<UpgradeJournal['trial']>;

export const emptyUpgradeJournal: UpgradeJournal = { version: 1 };

/** The journal in the folder of agents. */
export function upgradeJournalFile(agents: string): string {
  return join(agents, 'journal.json');
}

/** A missing one is empty. Throws `invalid` for a damaged one. */
export function readUpgradeJournal(agents: string): UpgradeJournal {
  const file = upgradeJournalFile(agents);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyUpgradeJournal;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TowlineError('invalid', `${file} is damaged: ${messageOf(cause)}`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TowlineError('invalid', describeIssues(file, result.error));
}

/**
 * Reads, changes and writes the journal, which is on the disk when this returns. At one go and never from memory: the
 * launcher and the agent that it has launched both write it, in one process. Throws what the disk says; then it is as
 * it was.
 */
export function changeUpgradeJournal(
  agents: string,
  change: (now: UpgradeJournal) => UpgradeJournal,
): UpgradeJournal {
  const now = readUpgradeJournal(agents);
  const next = change(now);
  if (JSON.stringify(next) !== JSON.stringify(now)) writeUpgradeJournal(agents, next);
  return next;
}

function writeUpgradeJournal(agents: string, journal: UpgradeJournal): void {
  const file = upgradeJournalFile(agents);
  const partial = `${file}.tmp`;
  try {
    mkdirSync(agents, { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    synced(openSync(partial, 'wx', 0o600), `${JSON.stringify(journal, null, 2)}\n`);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  synced(openSync(dirname(file), 'r'));
}

function synced(descriptor: number, text?: string): void {
  try {
    if (text !== undefined) writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
