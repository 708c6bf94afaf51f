import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch } from 'diff';

/** Lines that may differ before the shortest difference is no longer looked for: the time for it grows by the square. */
const maxEditLength = 2_000;

/**
 * What changes in a file, as a unified diff with three lines around. A file in which more than 2,000 lines differ is
 * replaced as a whole.
 *
 * @param before undefined for a new file
 * @param now undefined for a removed file
 */
export function unifiedDiff(path: string, before: string | undefined, now: string | undefined): string {
  const [oldName, newName] = [
    before === undefined ? '/dev/null' : `a/${path}`,
    now === undefined ? '/dev/null' : `b/${path}`,
  ];
  const [a, b] = [before ?? '', now ?? ''];
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength };
  return (
    createTwoFilesPatch(oldName, newName, a, b, undefined, undefined, options) ??
    replacement(oldName, newName, a, b)
  );
}

function replacement(oldFileName: string, newFileName: string, before: string, now: string): string {
  const [removed, added] = [linesOf(before), linesOf(now)];
  const hunk = {
    oldStart: 1,
    oldLines: removed.length,
    newStart: 1,
    newLines: added.length,
    lines: [...marked('-', removed), ...marked('+', added)],
  };
  const headers = { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...headers, hunks: [hunk] }, FILE_HEADERS_ONLY);
}

/** Each with the newline that ends it; the last one may have none. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

function marked(sign: '-' | '+', lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n')
      ? [`${sign}${line.slice(0, -1)}`]
      : [`${sign}${line}`, '\\ No newline at end of file'],
  );
}
