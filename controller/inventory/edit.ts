import { patch } from '@decimalturn/toml-patch';
import { stringify } from 'smol-toml';
import { TowlineError } from '../../shared/errors.ts';
import { isTable } from './merge.ts';
import { parseToml } from './toml.ts';

const keyPattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/**
 * Sets a dotted key in a TOML text and keeps everything else, comments and order included. `undefined`
 * removes the key. Throws `invalid` if the text is no TOML or the key leads through something that is no
 * table.
 */
export function setValue(text: string, key: string, value: unknown | undefined): string {
  if (!keyPattern.test(key))
    throw new TowlineError(
      'invalid',
      `${JSON.stringify(key)} is no key, expected words joined by dots such as bfd.profile`,
    );
  const parsed = parseToml('this file', text);
  if ('problem' in parsed) throw new TowlineError('invalid', parsed.problem.text);
  if (value === null)
    throw new TowlineError('invalid', `${key}: TOML has no null; leave the value away to remove the key`);

  const table = structuredClone(parsed.table) as Record<string, unknown>;
  const path = key.split('.');
  const last = path.pop() ?? '';
  let here = table;
  for (const [index, step] of path.entries()) {
    if (!Object.hasOwn(here, step)) {
      if (value === undefined) return text;
      here[step] = {};
    }
    const next = here[step];
    if (!isTable(next))
      throw new TowlineError('invalid', `${path.slice(0, index + 1).join('.')} is no table`);
    here = next;
  }
  if (value === undefined) {
    if (!Object.hasOwn(here, last)) return text;
    delete here[last];
  } else {
    here[last] = value;
  }
  return text.trim() === '' ? stringify(table) : patch(text, table);
}
