/** A WireGuard file as far as two of them are compared: `interface.listenport`, `peer.endpoint` and so on. */
export type WireGuardFile = ReadonlyMap<string, string>;

/**
 * Reads a WireGuard file. An admin may have replaced its template, so it takes whatever it gets: keys that it
 * does not know and lines that are none are kept under a name of their own, and nothing is thrown. Names are in
 * lower case, since WireGuard's are case-insensitive (wg(8)); values of one name are joined by `, `.
 */
export function readWireGuardFile(text: string): WireGuardFile {
  const values = new Map<string, string>();
  let section = '';
  let peers = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') continue;
    const header = /^\[\s*([A-Za-z]+)\s*\]$/.exec(line)?.[1]?.toLowerCase();
    if (header !== undefined) {
      // A link has one peer; further ones must not look like the first.
      if (header === 'peer') peers++;
      section = header === 'peer' && peers > 1 ? `peer ${peers}` : header;
      continue;
    }
    const assignment = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(line);
    const [, key, value] = assignment ?? [];
    const name = `${section}.${key?.toLowerCase() ?? ''}`;
    const before = values.get(name);
    const said = value ?? line;
    values.set(name, before === undefined ? said : `${before}, ${said}`);
  }
  return values;
}
