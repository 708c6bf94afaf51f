/**
 * What the packaged agent tells another one that it has launched, in the same process. Agents of other versions meet
 * here: what is there stays, and what comes later may be missing.
 */
export interface Launched {
  /** SHA-256 of the launched file, hexadecimal. */
  readonly digest: string;
  /** Only of one that is tried. */
  readonly trial?: {
    readonly number: number;
    /** To be repeated by the controller; base64. */
    readonly nonce: string;
    /** Where the controller's signed answer goes, as JSON: `confirmation` and `signature`, base64. */
    readonly answerFile: string;
  };
  /** Takes why it is not proved yet, or why it is about to end. */
  readonly say: (text: string) => void;
}

const key = Symbol.for('towline.launched');
const place = globalThis as { [key]?: Launched };

/** Undefined in the packaged agent. */
export function launched(): Launched | undefined {
  return place[key];
}

export function setLaunched(by: Launched): void {
  place[key] = by;
}
