/** A part of a JSON schema, as zod writes it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
}

/** A key that has a value of its own. */
export interface Key {
  readonly key: string;
  readonly schema: Schema;
}

/** The keys of a schema, dotted, in its order. @param named names for tables whose keys are somebody's own. Pure. */
export function keysOf(schema: Schema, named: Readonly<Record<string, string>>, above = ''): Key[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const path = above === '' ? key : `${above}.${key}`;
    if (inner.properties !== undefined) return keysOf(inner, named, path);
    const each = inner.additionalProperties;
    if (typeof each === 'object' && each.properties !== undefined)
      return keysOf(each, named, `${path}.${named[path] ?? '<name>'}`);
    return [{ key: path, schema: inner }];
  });
}

/** What a value may be, in words. Pure. */
export function valueText({
  type,
  enum: words,
  minimum,
  maximum,
  items,
  anyOf,
  const: only,
}: Schema): string {
  if (only !== undefined) return code(only);
  if (words !== undefined) return words.map(code).join(', ');
  if (anyOf !== undefined) return anyOf.map(valueText).join(', or ');
  if (type === 'integer') return minimum === undefined ? 'whole number' : `${minimum} to ${maximum}`;
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'array') return `list of ${items?.type === 'string' ? 'texts' : 'values'}`;
  return type === 'string' ? 'text' : 'table';
}

/** A value as TOML and JSON both have it. */
export function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

/** A table of Markdown. Bars within cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [lineOf(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(lineOf)].join('\n');
}

/** What stands between angle brackets is no element of HTML. */
export function plainText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('{{', '{&#123;');
}
