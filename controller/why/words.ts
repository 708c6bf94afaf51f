/** Seconds for people: `90 s`, `5 min`, `3 h`, `2 d`. Pure. */
export function span(ofSeconds: number): string {
  const s = Math.round(ofSeconds);
  if (s < 120) return `${s} s`;
  if (s < 7_200) return `${Math.round(s / 60)} min`;
  return s < 172_800 ? `${Math.round(s / 3_600)} h` : `${Math.round(s / 86_400)} d`;
}

/** Names in one line; the others are counted. Pure. */
export function listed(names: readonly string[], most = 4): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** Text of a router in one line that is not too long. Pure. */
export function short(text: string, most = 300): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** The address in `address:port` or `[address]:port`; empty for anything else. Pure. */
export function addressIn(endpoint: string): string {
  return /^\[?([0-9a-fA-F.:]+?)\]?:\d+$/.exec(endpoint)?.[1] ?? '';
}
