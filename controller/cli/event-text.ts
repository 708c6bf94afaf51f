import type { AuditEvent } from '../audit/event.ts';
import { plain, plainJson } from './io.ts';

/** Widths of the columns; what is longer moves the rest of its line. */
const widths = [6, 24, 16, 22, 24, 8];

/** Blanks that could pass for the gap before the next column: all but single spaces between words. */
const gaps = /^ | $| (?= )|(?<= ) |[^\P{Zs} ]/gu;

/** The line above events. */
export const eventsHead = row(['EVENT', 'TIME', 'WHO', 'ACTION', 'SUBJECT', 'RESULT', 'DETAIL']);

/** An event in one line for people; nothing in it steers their terminal, whoever wrote it. */
export function eventLine(event: AuditEvent): string {
  const { sequence, actorKind, actor, uid, action, subject, result, detail } = event;
  const who = actorKind === 'node' ? `node ${actor}` : uid === null ? actor : `${actor}(${uid})`;
  const more = detail === '{}' ? '' : detail;
  return row([String(sequence), timeText(event.time), who, action, subject, result, more]);
}

/** An event as one line of JSON, in which nothing steers a terminal either. */
export function eventDocument(event: AuditEvent): string {
  const { sequence, actorKind, actor, uid, action, subject, result, hash } = event;
  return plainJson(
    JSON.stringify({
      sequence,
      time: timeText(event.time),
      actor: { kind: actorKind, name: actor, ...(uid === null ? {} : { uid }) },
      action,
      subject,
      detail: parsed(event.detail),
      result,
      hash: hash.toString('hex'),
    }),
  );
}

function row(columns: readonly string[]): string {
  const cells = columns.map((text, index) => oneLine(text).padEnd(widths[index] ?? 0));
  return `${cells.join('  ').trimEnd()}\n`;
}

function oneLine(text: string): string {
  return plain(text)
    .replace(/[\n\t]/g, (char) => (char === '\n' ? '\\n' : '\\t'))
    .replace(gaps, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** A time that nobody wrote into the database by hand is one that Date knows. */
function timeText(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time);
}

function parsed(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return detail;
  }
}
