export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An element of XML, with its content (already XML), on one line.
 *
 * @param attributes numbers are rounded to a tenth; those that are undefined are left away
 */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(`${value}`)}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

/** Text for XML 1.0: markup is escaped, and characters that it cannot hold (section 2.2) are replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10 || 0);
}
