/** Control and format characters (of the direction of text, of no width), line ends of Unicode, halves of characters. */
const odd = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** What in a text would steer a terminal, or is not seen on it; line break and tab are what they should be. Pure. */
export function oddIn(text: string): string[] {
  return (text.match(odd) ?? [])
    .filter((character) => character !== '\n' && character !== '\t')
    .map((character) => `U+${character.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}
