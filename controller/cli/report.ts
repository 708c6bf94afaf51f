import { enumWord } from '../../shared/document.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { changeDocument, renderChange } from './changes.ts';
import type { Session } from './session.ts';
import { createSpool } from './spool.ts';

/** How many nodes a change adds, changes and removes. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** The printing of any number of node changes, none of which stays in memory. */
export interface ChangeReport {
  add(change: NodeChange): void;
  readonly counts: Counts;
  /** Whether there was none. */
  readonly isEmpty: boolean;
  /** Prints the changes, then the rest of the JSON document, or the text that follows them. */
  end(rest: object, text: () => string): void;
  /** Prints nothing; does nothing after `end`. */
  drop(): void;
}

export function createReport(session: Session, withDiffs: boolean): ChangeReport {
  const { io, json } = session;
  const spool = createSpool();
  const counts = { added: 0, changed: 0, removed: 0 };
  let isEmpty = true;
  return {
    counts,
    get isEmpty() {
      return isEmpty;
    },
    add(change) {
      const kind = enumWord(change.kind);
      if (kind === 'added' || kind === 'changed' || kind === 'removed') counts[kind]++;
      if (json) {
        spool.write(`${isEmpty ? '' : ','}${JSON.stringify(changeDocument(change, withDiffs))}`);
      } else spool.write(`${renderChange(io, change, withDiffs)}\n`);
      isEmpty = false;
    },
    end(rest, text) {
      if (json) {
        io.out('{"changes":[');
        spool.flush(io.out);
        const more = JSON.stringify(rest).slice(1);
        io.out(`]${more === '}' ? '' : ','}${more}\n`);
        return;
      }
      spool.flush(io.out);
      io.out(`${text().replace(/\n$/, '')}\n`);
    },
    drop: () => spool.drop(),
  };
}

/** `1 node added, 3 changed, 0 removed`. */
export function countsText({ added, changed, removed }: Counts): string {
  return `${added} node${added === 1 ? '' : 's'} added, ${changed} changed, ${removed} removed`;
}
