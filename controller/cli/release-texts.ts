import { enumWord } from '../../shared/document.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { type Io, paint } from './io.ts';

export function changeDocuments(changes: readonly NodeChange[]) {
  return changes.map((change) => ({
    node: change.nodeName,
    kind: enumWord(change.kind),
    files: change.files.map(({ path, kind, diff }) => ({ path, kind: enumWord(kind), diff })),
    secrets: change.secrets,
  }));
}

export function warningLines(io: Io, warnings: readonly string[]): string {
  return warnings.map((warning) => `${paint(io, 'yellow', 'warning:')} ${warning}\n`).join('');
}
