import { readFile, rename } from 'node:fs/promises';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { describeIssues } from '../config/issues.ts';
import { emptyJournal, type Journal, journalSchema } from './schema.ts';
import { type JournalEvent, transition } from './state.ts';
import { fromVersion1, journalSchemaV1 } from './version-1.ts';

/** The journal of this node, and the step that is under way in its state. */
export interface JournalStore {
  current(): Journal;
  /** On the disk when the promise resolves; when it rejects, the journal is as it was. */
  record(event: JournalEvent): Promise<Journal>;
  /**
   * For news that a crash may forget, since recovery does the same without: it counts even if the disk does not
   * take it, which the promise then rejects with.
   */
  tell(event: JournalEvent): Promise<Journal>;
  /** Names the step that begins, for status and reasons. It is not kept on the disk, and ends with its state. */
  at(step: string): void;
  step(): string | undefined;
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
  let written = textOf(journal);
  let step: string | undefined;
  const enter = (next: Journal) => {
    if (next.phase.state !== journal.phase.state) step = undefined;
    journal = next;
    return next;
  };
  const write = async (next: Journal) => {
    const text = textOf(next);
    if (text === written) return;
    // Until it is known what the disk has: not what it had.
    written = '';
    await writeAtomically(path, text, 0o600);
    written = text;
  };
  return {
    current: () => journal,
    record: async (event) => {
      const next = transition(journal, event);
      await write(next);
      return enter(next);
    },
    tell: async (event) => {
      const next = enter(transition(journal, event));
      await write(next);
      return next;
    },
    at: (name) => {
      step = name;
    },
    step: () => step,
  };
}

function textOf(journal: Journal): string {
  return `${JSON.stringify(journal, null, 2)}\n`;
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
  const first = journalSchemaV1.safeParse(value);
  if (first.success) return fromVersion1(first.data);
  const result = journalSchema.safeParse(value);
  if (result.success) return result.data;
  throw new TowlineError('invalid', describeIssues(path, result.error));
}
