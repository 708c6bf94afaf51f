/** Lines that a program has logged since a time. */
export interface LineCount {
  /** How many there are by now. */
  since(): Promise<number>;
}

/** Begins to count. @param read all of the log */
export async function countLines(read: () => Promise<string>): Promise<LineCount> {
  const before = linesOf(await read());
  return { since: async () => linesOf(await read()) - before };
}

function linesOf(text: string): number {
  return text.split('\n').filter((line) => line !== '').length;
}
