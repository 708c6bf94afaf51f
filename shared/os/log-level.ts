import { parseDuration } from '../duration.ts';
import { TowlineError } from '../errors.ts';

/** From the most to the least that is said. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevelName = (typeof logLevels)[number];

export function isLogLevel(word: string): word is LogLevelName {
  return logLevels.some((level) => level === word);
}

/** The level as it is now. */
export interface LogLevelState {
  readonly level: LogLevelName;
  /** Milliseconds until it goes back by itself; absent if it does not. */
  readonly forMs?: number;
  /** Where it goes back to. */
  readonly afterwards?: LogLevelName;
}

/** The level of a log, which can be changed while the program runs. */
export interface LogLevel {
  isOn(level: LogLevelName): boolean;
  state(): LogLevelState;
  /** @param forMs time after which it goes back to what it was when no such time ran; for good if absent */
  set(level: LogLevelName, forMs?: number): LogLevelState;
  /** To `debug`, or from there to the level that the program began with. */
  toggleDebug(): LogLevelState;
}

/** The longest that a level holds before it goes back: a week. */
export const mostLevelMs = 7 * 86_400_000;

/** @param nowMs monotonic milliseconds; @param setTimer of another clock than the machine's, for tests */
export function createLogLevel(
  initial: LogLevelName,
  nowMs: () => number = () => performance.now(),
  after: (ms: number, task: () => void) => () => void = afterMs,
): LogLevel {
  let [level, kept]: [LogLevelName, LogLevelName] = [initial, initial];
  let back: { readonly atMs: number; readonly cancel: () => void } | undefined;

  const goBack = () => {
    back?.cancel();
    back = undefined;
    level = kept;
  };
  const state = (): LogLevelState =>
    back === undefined
      ? { level }
      : { level, forMs: Math.max(0, Math.round(back.atMs - nowMs())), afterwards: kept };

  return {
    state,
    isOn: (of) => logLevels.indexOf(of) >= logLevels.indexOf(level),
    set(wanted, forMs) {
      if (forMs !== undefined && !(forMs > 0 && forMs <= mostLevelMs))
        throw new TowlineError('invalid', 'a level holds for more than nothing and at most 7 days');
      goBack();
      level = wanted;
      if (forMs === undefined) kept = wanted;
      else back = { atMs: nowMs() + forMs, cancel: after(forMs, goBack) };
      return state();
    },
    toggleDebug() {
      const isDebug = level === 'debug';
      goBack();
      level = isDebug ? (initial === 'debug' ? 'info' : initial) : 'debug';
      kept = level;
      return state();
    },
  };
}

function afterMs(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Has SIGUSR2 turn debugging on and off; gives what ends that. */
export function toggleBySignal(level: LogLevel, said: (state: LogLevelState) => void): () => void {
  const onSignal = () => said(level.toggleDebug());
  process.on('SIGUSR2', onSignal);
  return () => void process.off('SIGUSR2', onSignal);
}

/** Reads `10m`: a number of s, m, h or d. Throws `invalid`. Pure. */
export function parseLevelTime(text: string): number {
  const ms = parseDuration(text) ?? 0;
  if (ms === 0 || ms > mostLevelMs)
    throw new TowlineError('invalid', `${JSON.stringify(text)} is no time up to 7d, such as 30s, 10m or 2h`);
  return ms;
}

/** A level by its name. Throws `invalid`. Pure. */
export function parseLogLevel(word: string): LogLevelName {
  if (isLogLevel(word)) return word;
  throw new TowlineError('invalid', `${JSON.stringify(word)} is no level: ${logLevels.join(', ')}`);
}

/** The level in words, with the end of the line. Pure. */
export function showLogLevel({ level, forMs, afterwards }: LogLevelState): string {
  if (forMs === undefined) return `${level}\n`;
  return `${level} for ${Math.ceil(forMs / 1000)} s more, then ${afterwards}\n`;
}
