import type { Clock } from '../../shared/os/clock.ts';
import { clearLine, type Io } from './io.ts';

/** How far a call is: one line on a terminal, written again and again; elsewhere a line every few seconds. */
export interface ProgressLine {
  /** A call begins. */
  begin(step: string): void;
  /** @param total 0 if it is not known */
  update(step: string, done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
  /** Writes the line if it is due; the timer's work, apart from the timer. */
  draw(): void;
}

/** What takes less than this shows nothing, in ms. */
const quietMs = 1_000;
/** Where nothing can be written again, in ms. */
const lineMs = 5_000;
const tickMs = 200;

export function createProgressLine(io: Pick<Io, 'err' | 'errIsTerminal'>, clock: Clock): ProgressLine {
  let began: number | undefined;
  let lined = 0;
  let text = '';
  let shown = '';
  let timer: NodeJS.Timeout | undefined;

  const draw = () => {
    if (began === undefined) return;
    const elapsed = clock.monotonic() - began;
    if (io.errIsTerminal) {
      if (elapsed < quietMs || shown === text) return;
      io.err(`${clearLine}${text}`);
    } else {
      if (elapsed - lined < lineMs || shown === text) return;
      io.err(`${text}\n`);
      lined = elapsed;
    }
    shown = text;
  };
  return {
    draw,
    begin(step) {
      if (began !== undefined) return;
      began = clock.monotonic();
      lined = 0;
      shown = '';
      text = progressText(step, 0, 0);
      timer = setInterval(draw, tickMs);
      timer.unref();
    },
    update(step, done, total) {
      text = progressText(step, done, total);
    },
    end() {
      clearInterval(timer);
      if (began !== undefined && io.errIsTerminal && shown !== '') io.err(clearLine);
      began = undefined;
    },
  };
}

function progressText(step: string, done: number, total: number): string {
  if (total > 0) return `${step}: ${done} of ${total}`;
  return done > 0 ? `${step}: ${done}` : `${step} …`;
}

/** Shows nothing. */
export const noProgress: ProgressLine = {
  begin: () => undefined,
  update: () => undefined,
  end: () => undefined,
  draw: () => undefined,
};
