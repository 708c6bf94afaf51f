/** Longest part of a value that a message shows. */
const longest = 60;

/** A value as messages show it: `"abc"`, `1200`, `a list`, `a table`, cut where it is long. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value instanceof Date) return `the date ${value.toISOString()}`;
  if (typeof value === 'object' && value !== null) return 'a table';
  return typeof value === 'string' ? quote(cut(value)) : String(value);
}

/** A text in quotes, escaped as in JSON and TOML. */
export function quote(text: string): string {
  return printable(JSON.stringify(text));
}

/** A text without characters that a terminal would obey, such as those that turn the line round. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    // TOML has no escape for halves of a character: what needs two is left, and only invisible.
    character.length > 1 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function cut(text: string): string {
  // By code points: half a character would not be printable.
  const characters = text.length > longest ? [...text.slice(0, 2 * longest)] : [];
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
}

/** `"a", "b" or "c"`. */
export function either(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
