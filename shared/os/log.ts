import { type Logger, pino } from 'pino';
import { plain } from '../plain.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const levelNames: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warning', 50: 'error' };

/**
 * A log on standard output: JSON lines, or readable text on a terminal. The level is TOWLINE_LOG (`debug`,
 * `info`, `warn`, `error`, `silent`), `info` by default.
 */
export function createLog(name: string): Log {
  const wanted = process.env.TOWLINE_LOG ?? 'info';
  const level = ['debug', 'info', 'warn', 'error', 'silent'].includes(wanted) ? wanted : 'info';
  const options = { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime };
  return process.stdout.isTTY ? pino(options, { write: writeReadable }) : pino(options);
}

function writeReadable(line: string): void {
  process.stdout.write(readable(line));
}

/** A line of JSON as people read it; what others said, which is among it, does not steer their terminal. Pure. */
export function readable(line: string): string {
  const { time, level, msg, name: _name, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${text(value)}`);
  const whole = `${String(time).slice(11, 19)} ${levelNames[Number(level)] ?? level} ${msg}${rest.join('')}`;
  return `${plain(whole).replaceAll('\n', '\n    ')}\n`;
}

function text(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
