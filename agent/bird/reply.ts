import { TowlineError } from '../../shared/errors.ts';

/** One line of an answer of BIRD's, with its code (the source's doc/reply_codes). */
export interface ReplyLine {
  readonly code: number;
  readonly text: string;
}

/** A whole answer. */
export interface BirdReply {
  /** Code of its last line. */
  readonly code: number;
  readonly lines: readonly ReplyLine[];
}

const mostBytes = 8 * 1024 * 1024;

/** Takes answers apart as bytes arrive. Throws `failed` on what is no answer, or one that never ends. */
export class ReplyReader {
  #rest = '';
  #size = 0;
  #lines: ReplyLine[] = [];

  /** Characters of the answer that is not complete yet. */
  get size(): number {
    return this.#size;
  }

  /** Whole lines of the answer that is not complete yet. */
  get lines(): readonly ReplyLine[] {
    return this.#lines;
  }

  /** Adds text; gives the answers that it completes. */
  push(text: string): BirdReply[] {
    this.#size += text.length;
    if (this.#size > mostBytes) throw new TowlineError('failed', 'BIRD sends an answer without an end');
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    const whole: BirdReply[] = [];
    for (const line of parts) {
      const reply = this.#take(line);
      if (reply !== undefined) whole.push(reply);
    }
    return whole;
  }

  /** Takes a line; gives the answer that it completes. */
  #take(line: string): BirdReply | undefined {
    // Most lines continue what the one before began.
    if (line.startsWith(' ')) {
      const last = this.#lines.at(-1);
      if (last === undefined) throw notBird();
      this.#lines.push({ code: last.code, text: line.slice(1) });
      return undefined;
    }
    // Unsolicited, and not part of an answer.
    if (line.startsWith('+')) return undefined;
    const coded = /^(\d{4})([ -])(.*)$/.exec(line);
    if (coded === null) throw notBird();
    const code = Number(coded[1]);
    this.#lines.push({ code, text: coded[3] ?? '' });
    if (coded[2] === '-') return undefined;
    const lines = this.#lines;
    this.#lines = [];
    this.#size = 0;
    return { code, lines };
  }
}

function notBird(): TowlineError {
  return new TowlineError('failed', 'the control socket does not speak as BIRD does, check bird.socket');
}

/** The answer's text, for people. */
export function replyText(reply: BirdReply): string {
  return reply.lines.map(({ text }) => text.trim()).join('; ');
}
