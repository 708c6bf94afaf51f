import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import type { Problem } from './problems.ts';

/** Paths of a folder that mean something, relative to the root; folders end with `/`. */
export function listFolder(path: string, folder: string, problems: Problem[]): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const name = `${folder}${entry.name}`;
    const problem = problemOf(entry, name, folder);
    if (problem !== undefined) problems.push(problem);
    else if (entry.isDirectory()) return isHidden(name) ? [] : [`${name}/`];
    return problem === undefined && entry.isFile() && isMeant(name) ? [name] : [];
  });
}

/** What editors leave, and words for people. */
function isLeft(name: string): boolean {
  return /(?:\.sw.|~|\.tmp)$|^#.*#$|^README/i.test(name);
}

function problemOf(entry: Dirent, path: string, folder: string): Problem | undefined {
  if (entry.name === '.git' && folder !== '') {
    const text = 'is a git repository of its own (a submodule): put its files there instead, without .git';
    return { file: folder.slice(0, -1), text };
  }
  if (isHidden(path) || !(isMeant(path) || /^(?:sites|templates|generated)(?:\/|$)/.test(path)))
    return undefined;
  if (entry.isSymbolicLink())
    return { file: path, text: 'is a symbolic link, which is not followed: put the file itself there' };
  if (entry.isFile() && /(?:^|\/)templates\/[^/]+\/$/.test(folder) && !isMeant(path) && !isLeft(entry.name))
    return { file: path, text: `is no template, so nothing would come of it: name it ${entry.name}.njk` };
  // What Node makes of bytes that are no UTF-8.
  if (path.includes('\ufffd')) return { file: path, text: 'has a name that is no UTF-8: rename it' };
  return undefined;
}

/** The text of a file; undefined, and a problem, if it is none. */
export function readText(path: string, name: string, problems: Problem[]): string | undefined {
  const bytes = readFileSync(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  problems.push({ file: name, line: firstBadLine(bytes), text: 'is no UTF-8 text: save it as UTF-8' });
  return undefined;
}

/** The first line, from 1, that is no UTF-8; the byte of a line break is part of no other character. */
function firstBadLine(bytes: Buffer): number {
  for (let line = 1, at = 0; ; line++) {
    const end = bytes.indexOf(0x0a, at);
    if (end === -1 || !isUtf8(bytes.subarray(at, end))) return line;
    at = end + 1;
  }
}

/** Whether a path of the inventory is one for the compiler: a TOML file or a template, nothing hidden. */
export function isMeant(path: string): boolean {
  return /\.(?:toml|njk)$/.test(path) && !isHidden(path);
}

/** `.git`, and what editors and desktops leave, such as `.#site.toml`. */
function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.'));
}
