import { TowlineError } from '../../shared/errors.ts';
import { formatKey } from './keys.ts';
import { isTable } from './merge.ts';

/** A value as TOML on one line. Throws `invalid` for what TOML cannot say: null, infinite and inexact numbers. */
export function writeValue(value: unknown): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  if (isTable(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${formatKey([key])} = ${writeValue(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  throw new TowlineError('invalid', 'TOML has no null; leave the value away to remove the key');
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new TowlineError(
      'invalid',
      `${value} is no number that a file could keep exactly; write it as a text`,
    );
  }
  return Object.is(value, -0) ? '0' : String(value);
}

/** A basic string: TOML knows the escapes of JSON, but neither half a character nor a bare DEL. */
function writeString(value: string): string {
  if (/[\ud800-\udfff]/u.test(value) || value.includes('\ufffd')) {
    throw new TowlineError('invalid', 'a text may hold Unicode characters only, not halves of them');
  }
  return JSON.stringify(value).replaceAll('\x7f', '\\u007f');
}
