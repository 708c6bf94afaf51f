import type { ReadStream } from 'node:tty';

const [enter, lineFeed, interrupt, endOfInput, backspace, del, eraseLine] = [13, 10, 3, 4, 8, 127, 21];

/**
 * Asks on a terminal and shows nothing of the answer. Resolves to '' where it is ended by Ctrl-C or Ctrl-D.
 *
 * @param write where the question goes: not standard output, which may be a file
 */
export function askSecret(
  input: ReadStream,
  write: (text: string) => void,
  question: string,
): Promise<string> {
  write(question);
  input.setRawMode(true);
  input.resume();
  return new Promise((resolve) => {
    let typed = Buffer.alloc(0);
    const end = (answer: string) => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      write('\n');
      resolve(answer);
    };
    const take = (keys: Buffer) => {
      for (const key of keys) {
        if (key === enter || key === lineFeed) return end(typed.toString('utf8'));
        if (key === interrupt || key === endOfInput) return end('');
        if (key === eraseLine) typed = Buffer.alloc(0);
        else if (key === backspace || key === del) typed = typed.subarray(0, lengthWithoutLast(typed));
        else typed = Buffer.concat([typed, Buffer.from([key])]);
      }
    };
    input.on('data', take);
  });
}

/** Bytes of a text without its last character, which may have several (UTF-8). */
function lengthWithoutLast(typed: Buffer): number {
  let length = typed.length - 1;
  while (length > 0 && ((typed[length] ?? 0) & 0xc0) === 0x80) length--;
  return Math.max(0, length);
}
