import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const top = join(import.meta.dirname, '../..');

/** A page of the documentation. */
export interface Page {
  /** Path below the top of the sources. */
  readonly path: string;
  readonly text: string;
}

/** README and everything in docs/, examples/ and lab/. */
export function pages(): Page[] {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: top,
    encoding: 'utf8',
  });
  return files
    .trim()
    .split('\n')
    .filter((path) => /^(?:README|CONTRIBUTING)\.md$|^(?:docs|examples|lab)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') }));
}

/** Blocks of code with their language. */
export function blocks(text: string): { readonly language: string; readonly lines: string[] }[] {
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, language = '', body = '']) => ({
    language,
    lines: body.replaceAll('\\\n', ' ').split('\n'),
  }));
}

/** Text without blocks of code. */
export function withoutBlocks(text: string): string {
  return text.replaceAll(/^ *```\w*\n[\s\S]*?^ *```$/gm, '');
}

/**
 * The words of each of our programs in a line for a shell: without what is before it (sudo, ssh), behind it (a pipe, a
 * comment), and around it (quotes, $(…)).
 */
export function commandsIn(line: string): string[][] {
  return statements(line).flatMap((words) => {
    const at = words.findIndex(
      (word, i) => /^(?:towline|towline-agent)$/.test(word) && words[i - 1] !== '-u',
    );
    const before = words.slice(0, Math.max(0, at));
    const isCalled =
      at >= 0 && before.every((word) => /^(?:sudo|-u|\S+=\S*|exec|towline(?:-agent)?|\$)$/.test(word));
    return isCalled ? [words.slice(at).filter((word) => word !== '$@')] : [];
  });
}

/** Statements of a line, as words. Comments are left out. */
function statements(line: string): string[][] {
  const found: string[][] = [[]];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) found.at(-1)?.push(word);
    word = undefined;
  };
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (character === "'" || character === '"') {
      const close = line.indexOf(character, i + 1);
      if (close < 0) return found;
      word = `${word ?? ''}${line.slice(i + 1, close)}`;
      i = close;
    } else if (character === '#' && word === undefined) break;
    else if (/[|;&<>]/.test(character)) {
      end();
      found.push([]);
    } else if (/\s/.test(character)) end();
    else word = `${word ?? ''}${character}`;
  }
  end();
  return found;
}

/** Anchors of a page's headings, as VitePress and forges make them. */
export function anchors(text: string): Set<string> {
  return new Set(
    [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}
