import type { TowlineError } from '../../shared/errors.ts';

/** One section of a WireGuard file. Each key is taken once; what nobody takes is refused. */
export interface Section {
  readonly name: string;
  has(key: string): boolean;
  /** Throws if the key is missing. */
  take(key: string): string;
  takeOptional(key: string): string | undefined;
  refuseRest(): void;
}

/** Takes `[Section]` and `Key = value` lines apart; `#` starts a comment. Throws what `fail` makes. */
export function parseSections(text: string, fail: (reason: string) => TowlineError): Section[] {
  const sections: Section[] = [];
  let values: Map<string, { value: string; line: number }> | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') continue;
    const header = /^\[([A-Za-z]+)\]$/.exec(line)?.[1];
    const pair = /^([A-Za-z]+)\s*=\s*(\S.*)$/.exec(line);
    if (header !== undefined) {
      values = new Map();
      sections.push(section(header, values, fail));
    } else if (pair?.[1] !== undefined && pair[2] !== undefined && values !== undefined) {
      if (values.has(pair[1])) throw fail(`line ${index + 1}: ${pair[1]} is there twice`);
      values.set(pair[1], { value: pair[2], line: index + 1 });
    } else {
      throw fail(`line ${index + 1}: expected [Section] or Key = value`);
    }
  }
  return sections;
}

function section(
  name: string,
  values: Map<string, { value: string; line: number }>,
  fail: (reason: string) => TowlineError,
): Section {
  const takeOptional = (key: string) => {
    const value = values.get(key)?.value;
    values.delete(key);
    return value;
  };
  return {
    name,
    has: (key) => values.has(key),
    takeOptional,
    take: (key) => {
      const value = takeOptional(key);
      if (value === undefined) throw fail(`${key} is missing in [${name}]`);
      return value;
    },
    refuseRest: () => {
      const [rest] = values;
      if (rest !== undefined) throw fail(`line ${rest[1].line}: ${rest[0]} is not allowed in [${name}]`);
    },
  };
}
