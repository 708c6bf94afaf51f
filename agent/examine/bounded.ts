import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { waitAtMost } from '../../shared/os/deadline.ts';

/** Longer texts of others are cut. */
const mostText = 300;

/** Looks at one thing and waits no longer than it has; what could not be looked at is noted. */
export interface Look {
  /** Resolves to what was found, or to `otherwise`, and then `blind` says why. */
  <T>(what: string, task: () => Promise<T>, otherwise: T, ms?: number): Promise<T>;
  /** A line for each thing that could not be looked at. */
  readonly blind: string[];
}

/** @param patienceMs for one thing, unless it has a time of its own */
export function createLook(clock: Pick<Clock, 'sleep'>, signal: AbortSignal, patienceMs: number): Look {
  const blind: string[] = [];
  const look = async <T>(what: string, task: () => Promise<T>, otherwise: T, ms = patienceMs): Promise<T> => {
    try {
      return await waitAtMost({ clock, ms, signal }, task);
    } catch (error) {
      blind.push(`${what}: ${cut(messageOf(error))}`);
      return otherwise;
    }
  };
  return Object.assign(look, { blind });
}

/** Text of others, as long as is sent. Pure. */
export function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
