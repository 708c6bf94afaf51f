export interface LineOutput {
  /** Writes some of the bytes; returns how many. Throws EAGAIN where a pipe is full. */
  readonly writeSome: (bytes: Uint8Array) => number;
  /** Stands still for a moment. */
  readonly pause: () => void;
}

/** Pauses for a reader that takes nothing. */
const mostPauses = 100;
const lineEnd = 0x0a;

/**
 * Writes whole lines at once, so that the last words of a program are not lost. The program stands still meanwhile, so
 * it waits for a reader that takes nothing only once: what does not go through from then on is lost, until a line
 * does. After a line of which only a part went through the next begins as one of its own.
 */
export function lineWriter({ writeSome, pause }: LineOutput): (lines: string) => void {
  let [isPatient, isCut] = [true, false];
  return (lines) => {
    const bytes = Buffer.from(isCut ? `\n${lines}` : lines);
    let written = 0;
    for (let pauses = 0; written < bytes.length; ) {
      try {
        written += writeSome(bytes.subarray(written));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || !isPatient) break;
        if (++pauses > mostPauses) isPatient = false;
        else pause();
      }
    }
    if (written > 0) isCut = bytes[written - 1] !== lineEnd;
    if (written === bytes.length) isPatient = true;
  };
}
