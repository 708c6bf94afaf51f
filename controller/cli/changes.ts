import { enumWord } from '../../shared/document.ts';
import type { FileChange } from '../../shared/gen/towline/v1/FileChange.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { impactLines } from './impacts.ts';
import { type Io, paint, plain } from './io.ts';

const signs: Readonly<Record<string, string>> = { added: '+', changed: '~', removed: '-' };
const colours = { added: 'green', changed: 'yellow', removed: 'red' } as const;

/** One node's change for people: what it does to the router, then the files, with their diffs if wanted. */
export function renderChange(io: Io, change: NodeChange, withDiffs: boolean): string {
  const kind = enumWord(change.kind);
  const head = `${signs[kind] ?? '?'} node ${change.nodeName} (${kind})`;
  const lines = [paint(io, ['bold', colourOf(kind)], plain(head))];
  lines.push(...impactLines(io, change.impacts).map((line) => `  ${line}`));
  if (change.secrets.length > 0) lines.push(`  new secrets: ${plain(change.secrets.join(', '))}`);
  for (const file of change.files) lines.push(...fileLines(io, file, withDiffs));
  return `${lines.join('\n')}\n`;
}

function fileLines(io: Io, { path, kind: fileKind, diff }: FileChange, withDiffs: boolean): string[] {
  const kind = enumWord(fileKind);
  const name = `  ${paint(io, colourOf(kind), signs[kind] ?? '?')} ${plain(path)}`;
  if (!withDiffs || diff === '') return [name];
  const lines = diff.trimEnd().split('\n');
  return [name, ...lines.map((line) => `    ${paintLine(io, plain(line))}`)];
}

function paintLine(io: Io, line: string): string {
  if (line.startsWith('+++') || line.startsWith('---')) return paint(io, 'bold', line);
  if (line.startsWith('@@')) return paint(io, 'cyan', line);
  if (line.startsWith('+')) return paint(io, 'green', line);
  if (line.startsWith('\\')) return paint(io, 'yellow', line);
  return line.startsWith('-') ? paint(io, 'red', line) : line;
}

function colourOf(kind: string) {
  return colours[kind as keyof typeof colours] ?? 'yellow';
}

/** One node's change as a JSON document. */
export function changeDocument(change: NodeChange, withDiffs: boolean) {
  return {
    node: change.nodeName,
    kind: enumWord(change.kind),
    files: change.files.map(({ path, kind, diff }) => ({
      path,
      kind: enumWord(kind),
      ...(withDiffs ? { diff } : {}),
    })),
    secrets: change.secrets,
    impacts: change.impacts.map(({ kind, subject, text }) => ({ kind: enumWord(kind), subject, text })),
  };
}

/** `1 node`, `3 nodes`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** So many names one reads; of a whole network they are no help. */
const readable = 20;

/** Names with spaces between them, the first of many and how many more; `none` if there is none. */
export function nameList(names: readonly string[], none = ''): string {
  if (names.length === 0) return none;
  if (names.length <= readable + 1) return names.join(' ');
  return `${names.slice(0, readable).join(' ')} and ${names.length - readable} more`;
}
