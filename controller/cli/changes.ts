import { enumWord } from '../../shared/document.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { type Io, paint } from './io.ts';

const signs: Readonly<Record<string, string>> = { added: '+', changed: '~', removed: '-' };
const colours = { added: 'green', changed: 'yellow', removed: 'red' } as const;

/** Node changes for people, with coloured diffs. */
export function renderChanges(io: Io, changes: readonly NodeChange[]): string {
  return changes.map((change) => renderChange(io, change)).join('\n');
}

function renderChange(io: Io, change: NodeChange): string {
  const kind = enumWord(change.kind);
  const colour = colours[kind as keyof typeof colours] ?? 'yellow';
  const lines = [paint(io, ['bold', colour], `${signs[kind] ?? '?'} node ${change.nodeName} (${kind})`)];
  if (change.secrets.length > 0) lines.push(`  new secrets: ${change.secrets.join(', ')}`);
  for (const file of change.files) {
    // The whole of a file that comes or goes says nothing; the release shows it.
    if (enumWord(file.kind) === 'changed')
      lines.push(
        ...file.diff
          .trimEnd()
          .split('\n')
          .map((line) => `  ${paintLine(io, line)}`),
      );
    else lines.push(`  ${signs[enumWord(file.kind)] ?? '?'} ${file.path}`);
  }
  return `${lines.join('\n')}\n`;
}

function paintLine(io: Io, line: string): string {
  if (line.startsWith('+++') || line.startsWith('---')) return paint(io, 'bold', line);
  if (line.startsWith('@@')) return paint(io, 'cyan', line);
  if (line.startsWith('+')) return paint(io, 'green', line);
  return line.startsWith('-') ? paint(io, 'red', line) : line;
}

/** `1 node`, `3 nodes`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
