/** A text as TOML writes it (TOML 1.0, basic strings); halves of characters it cannot. Pure. */
export function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
