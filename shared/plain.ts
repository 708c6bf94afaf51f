// Control characters but line break and tab; format characters, such as those that turn the direction of text (Trojan
// Source, 2021) or have no width; line ends of Unicode; halves of characters.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text of others for a terminal: what would steer it, or would not be seen, is shown as `\u{1b}`. */
export function plain(text: string): string {
  return text.replace(unprintable, (char) =>
    char === '\n' || char === '\t' ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}

/** Whether `plain` leaves a text as it is. */
export function isPlain(text: string): boolean {
  return plain(text) === text;
}

/** The same for a text of JSON, which stays the same document: what stands for itself there stands in strings. */
export function plainJson(text: string): string {
  return text.replace(unprintable, (char) =>
    char === '\n' || char === '\t' ? char : [...utf16(char)].map((unit) => `\\u${unit}`).join(''),
  );
}

function* utf16(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) yield text.charCodeAt(at).toString(16).padStart(4, '0');
}
