import { readFile, rename } from 'node:fs/promises';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { describeIssues } from '../config/issues.ts';
import { emptyJournal, type Journal, type JournalEvent, journalSchema, transition } from './state.ts';

/** The journal of this node. What `record` was told is on the disk when its promise resolves. */
export interface JournalStore {
  current(): Journal;
  record(event: JournalEvent): Promise<Journal>;
}

/**
 * Opens journal.json; a missing one is an empty journal, and so is one of another network (this node was enrolled
 * anew), which is kept beside it as `.old`. Throws `invalid` for a damaged one.
 */
export async function openJournal(path: string, networkId: string): Promise<JournalStore> {
  let journal = await read(path);
  if (journal.networkId !== undefined && journal.networkId !== networkId) {
    await rename(path, `${path}.old`);
    journal = emptyJournal;
  }
  journal = { ...journal, networkId };
  return {
    current: () => journal,
    record: async (event) => {
      const next = transition(journal, event);
      if (JSON.stringify(next) !== JSON.stringify(journal)) {
        await writeAtomically(path, `${JSON.stringify(next, null, 2)}\n`, 0o600);
      }
      journal = next;
      return next;
    },
  };
}

async function read(path: string): Promise<Journal> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyJournal;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TowlineError('invalid', `${path} is damaged: ${messageOf(cause)}`, { cause });
  }
  const result = journalSchema.safeParse(value);
  if (result.success) return result.data;
  throw new TowlineError('invalid', describeIssues(path, result.error));
}
