import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';

/** Diffs of one node that go into one message, in characters. */
const limit = 1024 * 1024;

/**
 * A change whose diffs fit into a message: what is too much is cut after a whole line, and a line of its own
 * says so.
 *
 * @param seeAll how to see the whole diff of a file `<node>/<service>/<file>`
 */
export function boundedChange(
  change: NodeChange,
  seeAll: (path: string) => string,
  room: number = limit,
): NodeChange {
  const size = change.files.reduce((sum, file) => sum + file.diff.length, 0);
  if (size <= room) return change;
  let left = room;
  const files = change.files.map((file) => {
    const cut = cutDiff(file.diff, left, seeAll(`${change.nodeName}/${file.path}`));
    left -= Math.min(left, file.diff.length);
    return { ...file, diff: cut };
  });
  return { ...change, files };
}

function cutDiff(diff: string, room: number, way: string): string {
  if (diff.length <= room) return diff;
  const end = diff.lastIndexOf('\n', room - 1) + 1;
  const rest = diff.slice(end).replace(/\n$/, '').split('\n').length;
  // A backslash, as in "\ No newline at end of file": no line of the file, and no program that reads diffs minds.
  return `${diff.slice(0, end)}\\ cut here, ${rest} more line${rest === 1 ? '' : 's'}: ${way}\n`;
}
