/** One line of `ping -D -O` that says something about a packet. Times are Unix milliseconds. */
export type PingLine =
  | { readonly kind: 'reply'; readonly sequence: number; readonly sentMs: number }
  | { readonly kind: 'outstanding'; readonly sequence: number; readonly sentMs: number };

const reply = /^\[(\d+\.\d+)\] \d+ bytes from .*icmp_seq=(\d+) .*time=([\d.]+) ms/;
const outstanding = /^\[(\d+\.\d+)\] no answer yet for icmp_seq=(\d+)$/;

/**
 * Reads a line of iputils' ping. A reply's line is stamped on arrival, and its round trip leads back to when it
 * was sent; "no answer yet" is printed when the next packet goes out. Undefined for any other line.
 */
export function parsePingLine(line: string): PingLine | undefined {
  const answered = reply.exec(line);
  if (answered) {
    const sentMs = Number(answered[1]) * 1000 - Number(answered[3]);
    return { kind: 'reply', sequence: Number(answered[2]), sentMs };
  }
  const waiting = outstanding.exec(line);
  if (!waiting) return undefined;
  return { kind: 'outstanding', sequence: Number(waiting[2]), sentMs: Number(waiting[1]) * 1000 };
}

/** Continues a 16-bit sequence number (RFC 792) beyond its end: the candidate nearest to the last known one. */
export function unwrapSequence(sequence: number, last: number): number {
  return sequence + 65_536 * Math.round((last - sequence) / 65_536);
}
