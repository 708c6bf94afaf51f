import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';

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
    const over = new AbortController();
    const stop = () => over.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const late = clock.sleep(ms, over.signal).then(
        () => Promise.reject(new Error(`not done within ${ms} ms`)),
        () => new Promise<never>(() => undefined),
      );
      return await Promise.race([task(), late]);
    } catch (error) {
      blind.push(`${what}: ${cut(messageOf(error))}`);
      return otherwise;
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort();
    }
  };
  return Object.assign(look, { blind });
}

/** Text of others, as long as is sent. Pure. */
export function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
