import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/**
 * Output that is held back until all of it is there. What a command receives it takes at once, however slowly
 * its reader (a pager) reads, since the controller waits for it; and an error leaves no half of a document.
 */
export interface Spool {
  write(text: string): void;
  /** Hands out everything, in order, and ends. */
  flush(out: (text: string) => void): void;
  /** Drops everything, and ends. */
  drop(): void;
}

/** More than this goes to a file, in characters. */
const memoryLimit = 16 * 1024 * 1024;
const chunkBytes = 1024 * 1024;

export function createSpool(limit: number = memoryLimit): Spool {
  let held: string[] = [];
  let size = 0;
  let file: number | undefined;

  const spill = () => {
    file ??= openUnnamed();
    writeSync(file, held.join(''));
    held = [];
    size = 0;
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    held = [];
  };
  return {
    write(text) {
      held.push(text);
      size += text.length;
      if (size > limit) spill();
    },
    flush(out) {
      try {
        if (file !== undefined) copy(file, out);
        if (held.length > 0) out(held.join(''));
      } finally {
        close();
      }
    },
    drop: close,
  };
}

/** A file that nobody else can open and that goes away with the process. */
function openUnnamed(): number {
  const dir = mkdtempSync(join(tmpdir(), 'towline-'));
  try {
    return openSync(join(dir, 'output'), 'wx+', 0o600);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function copy(file: number, out: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(chunkBytes);
  for (let at = 0; ; ) {
    const length = readSync(file, chunk, 0, chunkBytes, at);
    if (length === 0) break;
    at += length;
    out(decoder.write(chunk.subarray(0, length)));
  }
  out(decoder.end());
}
