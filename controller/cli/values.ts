import type { Value } from '../../shared/gen/towline/v1/Value.ts';

/** Values one a line: `key = value  # origin`. */
export function renderValues(values: readonly Value[]): string {
  const width = Math.max(0, ...values.map((value) => value.key.length + value.json.length + 3));
  return values
    .map(({ key, json, origin }) => `${`${key} = ${json}`.padEnd(Math.min(width, 60))}  # ${origin}\n`)
    .join('');
}

export function valueDocuments(values: readonly Value[]) {
  return values.map(({ key, json, origin }) => ({ key, value: JSON.parse(json) as unknown, origin }));
}
