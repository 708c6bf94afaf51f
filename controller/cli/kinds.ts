import { shells } from '../../shared/cli/completion.ts';
import type { Kind, KindOf } from '../../shared/cli/describe.ts';
import { logLevels } from '../../shared/os/log-level.ts';
import { keyList } from '../inventory/key-list.ts';
import type { LiveKind } from './live-kinds.ts';

const live = (kind: LiveKind): Kind => ({ is: 'live', kind });
const file: Kind = { is: 'file' };
const folder: Kind = { is: 'folder' };
const free: Kind = { is: 'free' };

/** By the word in the usage; `undefined` for one that nobody thought of. */
const byWord: Readonly<Record<string, Kind>> = {
  ...{ node: live('node'), peer: live('node'), other: live('node'), 'words...': live('node') },
  ...{ words: live('node'), site: live('site'), group: live('group'), code: live('code'), id: live('token') },
  ...{ release: live('release'), from: live('release'), to: live('release') },
  ...{ file, path: file, folder, dir: folder },
  level: { is: 'words', words: logLevels },
  shell: { is: 'words', words: [...shells] },
  // Nothing that a list could name, or nothing that one would look up in one.
  ...{ name: free, value: free, 'host[:port': free, host: free, prefix: free, n: free, text: free },
  ...{ reason: free, author: free, seconds: free, nodes: free, size: free, time: free, number: free },
  ...{ 'time|number': free, 'number:hash': free, port: free, state: free, format: free, key: free },
  ...{ command: free, arguments: free, user: free, option: free, kind: free },
};

/** Where the same word means something else. */
const byPlace: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(
    ['show', 'history', 'remove', 'replace', 'revoke', 'rotate-key', 'unquarantine'].map((verb) => [
      `node ${verb}: name`,
      live('node'),
    ]),
  ),
  'site show: name': live('site'),
  'site remove: name': live('site'),
  'set: key': { is: 'words', words: settableKeys() },
  'get: key': { is: 'words', words: settableKeys() },
  'status: state': { is: 'words', words: ['ok', 'pending', 'failed', 'away', 'not_enrolled'] },
  'graph: format': { is: 'words', words: ['svg', 'mermaid', 'dot'] },
  'agent upgrade: agent': file,
};

/** Kinds of the values of `towline`. Throws for a word that is in no table here. */
export const kindOf: KindOf = (path, word) => {
  const kind = byPlace[`${path}: ${word}`] ?? byWord[word];
  if (kind === undefined)
    throw new Error(`no kind for ${word} of 'towline ${path}': add it to ${import.meta.url}`);
  return kind;
};

/** Keys that need no name of the admin's within them. */
function settableKeys(): string[] {
  return keyList()
    .map(({ key }) => key)
    .filter((key) => !key.includes('<'));
}
