import { fstatSync, writeSync } from 'node:fs';
import { plain } from '../plain.ts';
import { createLogLevel, isLogLevel, type LogLevel, type LogLevelName } from './log-level.ts';
import { lineWriter } from './write-lines.ts';

/** Logs a line: what happened, in a few words that stay the same, and what it is about as fields. */
export interface LogLine {
  (fields: object, message: string): void;
  (message: string): void;
}

export interface Log {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

/** `json`: a document a line. `text`: for people. `journal`: the same for journald, which has the time itself. */
export type LogFormat = 'json' | 'text' | 'journal';

/** The numbers that pino gives the levels, and those of syslog (RFC 5424, section 6.2.1). */
const levels = {
  debug: { number: 20, word: 'debug', syslog: 7 },
  info: { number: 30, word: 'info', syslog: 6 },
  warn: { number: 40, word: 'warning', syslog: 4 },
  error: { number: 50, word: 'error', syslog: 3 },
} as const;

type LevelOfLine = keyof typeof levels;

/**
 * A log on standard output. TOWLINE_LOG is the level at the start (`debug`, `info`, `warn`, `error`, `silent`; `info` by
 * default), TOWLINE_LOG_FORMAT the format (`json` or `text`; by default text on a terminal and under journald).
 */
export function createLog(name: string): Log & { readonly level: LogLevel } {
  const wanted = process.env.TOWLINE_LOG ?? '';
  const format = logFormat(process.env, process.stdout.isTTY === true, standardOutput());
  return logWith(name, format, isLogLevel(wanted) ? wanted : 'info', write);
}

/** @param write takes whole lines */
export function logWith(
  name: string,
  format: LogFormat,
  initial: LogLevelName,
  write: (text: string) => void,
): Log & { readonly level: LogLevel } {
  const level = createLogLevel(initial);
  const line =
    (of: LevelOfLine): LogLine =>
    (first: object | string, second?: string) => {
      if (!level.isOn(of)) return;
      const [fields, message] = typeof first === 'string' ? [{}, first] : [first, second ?? ''];
      write(formatLine(format, { level: of, name, timeMs: Date.now(), fields, message }));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error'), level };
}

interface Line {
  readonly level: LevelOfLine;
  readonly name: string;
  readonly timeMs: number;
  readonly fields: object;
  readonly message: string;
}

/** A line with its end; what others said, which is among it, does not steer a terminal and begins no line of its own. Pure. */
export function formatLine(format: LogFormat, { level, name, timeMs, fields, message }: Line): string {
  const time = new Date(timeMs).toISOString();
  const { number, word, syslog } = levels[level];
  if (format === 'json')
    return `${JSON.stringify({ level: number, time, name, ...known(fields), msg: message })}\n`;
  const rest = Object.entries(known(fields)).map(([key, value]) => ` ${key}=${text(value)}`);
  const whole = plain(`${message}${rest.join('')}`);
  if (format === 'text') return `${time.slice(11, 19)} ${word} ${whole.replaceAll('\n', '\n    ')}\n`;
  // sd-daemon(3): the level stands before each line.
  return `<${syslog}>${whole.replaceAll('\n', `\n<${syslog}>    `)}\n`;
}

/** Fields as JSON has them: one that cannot be written is a word, and takes the line with it to nobody. */
function known(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      if (value === undefined) return [];
      if (value instanceof Error) return [[key, value.message]];
      try {
        return [[key, JSON.parse(JSON.stringify(value)) as unknown]];
      } catch {
        return [[key, String(value)]];
      }
    }),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Device and inode of a file, as JOURNAL_STREAM has them: `8:12345`. */
type FileId = string;

/** In which format to log. systemd.exec(5): JOURNAL_STREAM tells whether our output itself goes to the journal. Pure. */
export function logFormat(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  output: FileId | undefined,
): LogFormat {
  const isJournal = output !== undefined && env.JOURNAL_STREAM === output;
  const wanted = env.TOWLINE_LOG_FORMAT;
  if (wanted === 'json') return 'json';
  if (isJournal) return 'journal';
  return wanted === 'text' || isTerminal ? 'text' : 'json';
}

function standardOutput(): FileId | undefined {
  try {
    const { dev, ino } = fstatSync(1);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

const pauseMs = 10;

const write = lineWriter({
  writeSome: (bytes) => writeSync(1, bytes),
  pause: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs),
});
