/** Text of a router in one line that is not too long. Pure. */
export function short(text: string, most = 300): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** The address in `address:port` or `[address]:port`; empty for anything else. Pure. */
export function addressIn(endpoint: string): string {
  return /^\[?([0-9a-fA-F.:]+?)\]?:\d+$/.exec(endpoint)?.[1] ?? '';
}
