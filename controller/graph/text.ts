import { plain } from '../../shared/plain.ts';

/**
 * A name in one line of a picture: what would steer a terminal is made visible, what is too long is cut; the whole one
 * is in the tooltip.
 */
export function label(name: string, mostCharacters = 24): string {
  const characters = [...oneLine(name)];
  if (characters.length <= mostCharacters) return characters.join('');
  return `${characters.slice(0, mostCharacters - 1).join('')}…`;
}

/** Text of others in one line. */
export function oneLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * Width of a text in pixels, rather too much than too little: advance widths of DejaVu Sans, which is as wide as
 * Verdana and wider than what else a browser may take instead.
 */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += advance(character);
  return Math.ceil(width * size);
}

/** In parts of the font size. */
function advance(character: string): number {
  if (character >= '\u1100') return 1.05;
  if (/[ijlI.,:;'|!f\-() ]/.test(character)) return 0.4;
  if (/[mwMW@%]/.test(character)) return 1;
  if (/[A-Z0-9_…]/.test(character)) return 0.72;
  return character > '~' ? 0.85 : 0.64;
}
