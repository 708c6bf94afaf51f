import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const partBytes = 16 * 1024 * 1024;

/** The memory of a process, part by part; each part begins with the last `overlap` bytes of the one before. */
export function* memoryOf(pid: number, overlap = 0): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const part = Buffer.alloc(partBytes);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) r/.exec(line) ?? [];
      if (from === undefined || to === undefined || /\[v(?:var|syscall)/.test(line)) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += partBytes - overlap) {
        const length = readPart(memory, part, at, Math.min(partBytes, end - at));
        if (length === 0) break; // A mapping that has no memory behind it.
        yield part.subarray(0, length);
        if (at + length >= end) break;
      }
    }
  } finally {
    closeSync(memory);
  }
}

function readPart(memory: number, part: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, part, 0, length, at);
  } catch {
    return 0;
  }
}

/** Whether a process has any of these bytes in its memory. */
export function memoryHolds(pid: number, needles: readonly Buffer[]): boolean {
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  for (const part of memoryOf(pid, overlap)) if (needles.some((needle) => part.includes(needle))) return true;
  return false;
}
