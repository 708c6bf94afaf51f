import { quote } from './found.ts';

const bareKey = /^[A-Za-z0-9_-]+$/;
const part = /\s*(?:([A-Za-z0-9_-]+)|("(?:[^"\\\n]|\\.)*")|'([^'\n]*)')\s*(\.|$)/y;

/** A key as TOML writes it: words joined by dots, quoted where they hold anything but letters, digits, "_" and "-". */
export function formatKey(path: readonly PropertyKey[]): string {
  return path
    .map(String)
    .map((word) => (bareKey.test(word) ? word : quote(word)))
    .join('.');
}

/** Takes a dotted key apart, quoted words included: `vars."a.b"`. Undefined for what is no key. */
export function parseKey(text: string): string[] | undefined {
  const path: string[] = [];
  part.lastIndex = 0;
  for (;;) {
    const [, bare, basic, literal, end] = part.exec(text) ?? [];
    if (end === undefined) return undefined;
    const word = bare ?? literal ?? unquoted(basic ?? '');
    if (word === undefined) return undefined;
    path.push(word);
    if (end === '') return path;
  }
}

/** The text of a basic string; undefined for escapes that JSON does not know. */
function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
