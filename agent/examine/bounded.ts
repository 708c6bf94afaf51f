import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { waitAtMost } from '../../shared/os/deadline.ts';

/** Longer texts of others are cut. */
const mostText = 300;

/** Looks at one thing and waits no longer than it has; what could not be looked at is noted. */
export interface Look {
  /** Resolves to what was found, or to `otherwise`, and then it is noted why. */
  <T>(what: string, task: () => Promise<T>, otherwise: T, ms?: number): Promise<T>;
  /** Milliseconds for one thing, unless it has a time of its own. */
  readonly patienceMs: number;
  /** Notes a thing that could not be looked at. */
  note(what: string, error: unknown): void;
}

/** @param blind takes a line for each thing that could not be looked at */
export function createLook(
  clock: Pick<Clock, 'sleep'>,
  signal: AbortSignal,
  patienceMs: number,
  blind: Set<string>,
): Look {
  const note = (what: string, error: unknown) => void blind.add(`${what}: ${cut(messageOf(error))}`);
  const look = async <T>(what: string, task: () => Promise<T>, otherwise: T, ms = patienceMs): Promise<T> => {
    try {
      return await waitAtMost({ clock, ms, signal }, task);
    } catch (error) {
      note(what, error);
      return otherwise;
    }
  };
  return Object.assign(look, { patienceMs, note });
}

/** Text of others, as long as is sent. Pure. */
export function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
