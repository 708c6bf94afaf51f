import { Option } from 'commander';
import { parseDuration } from '../../shared/duration.ts';
import { checkChain } from '../audit/chain.ts';
import { formatHead, type Head, parseHead } from '../audit/event.ts';
import type { EventChoice } from '../audit/pages.ts';
import { count } from './changes.ts';
import { command } from './command.ts';
import { eventDocument, eventLine, eventsHead } from './event-text.ts';
import { withEvents } from './events-source.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createSpool } from './spool.ts';

interface EventsFlags {
  readonly since?: string;
  readonly number?: string;
  readonly database?: string;
}

const shown = 50;

export function eventsCommand(io: Io) {
  const events = command<EventsFlags>(
    io,
    {
      usage: 'events',
      summary: 'list who changed what: the audit log, oldest first',
      example: ['events', 'events --since 2h', 'events --json --since 2026-11-01 > events.json'],
      notes: `Without --since, -n or --json it lists the newest ${shown}. With --json it ends with the head: keep it somewhere
else, and 'towline events verify --head' finds later whether anything before it was changed or taken away.
While no controller runs it reads the database itself.`,
    },
    async (session, { since, number, database }) => {
      const newest = number ?? (since === undefined && !session.json ? String(shown) : '0');
      const choice = { ...sinceOf(since, Date.now()), newest: numberOf(newest) };
      const spool = createSpool();
      try {
        const head = await withEvents(session, choice, database, async (source) => {
          let isFirst = true;
          for await (const page of source.pages) {
            for (const event of page) {
              spool.write(session.json ? `${isFirst ? '' : ','}\n${eventDocument(event)}` : eventLine(event));
              isFirst = false;
            }
          }
          return formatHead(source.head);
        });
        const { out } = session.io;
        out(session.json ? '{"events":[' : eventsHead);
        spool.flush(out);
        out(session.json ? `],"head":${JSON.stringify(head)}}\n` : `head ${head}\n`);
      } finally {
        spool.drop();
      }
    },
  )
    .addOption(new Option('--since <time|number>', 'from a time (2026-11-22T10:00Z, 2h, 7d) or an event on'))
    .addOption(new Option('-n, --number <number>', 'only so many, the newest'))
    .addOption(
      new Option('--database <file>', 'read this database, for example of a backup, and ask no controller'),
    );
  // commander gives options of the word before to that word, wherever they stand.
  return events.addCommand(verifyCommand(io, () => events.opts<EventsFlags>().database));
}

function verifyCommand(io: Io, databaseOf: () => string | undefined) {
  return command<{ head?: string }>(
    io,
    {
      usage: 'verify',
      summary: 'check that nobody changed the audit log',
      example: ['events verify', `events verify --head 120:${'9f86d081'.repeat(2)}…`],
      notes: `Each event carries a hash over itself and all before it: one that was edited, removed, inserted or moved is found.
What was cut off at the end, or a log that was written anew as a whole, is found with --head: what 'towline events'
printed as its head before. The daemon writes the head to its log when it starts and stops.`,
      exitCodes: '0 nothing is wrong, 1 something is, or it could not be read, 2 wrong usage',
    },
    async (session, { head: kept }) => {
      const check = checkChain(kept === undefined ? undefined : headOf(kept));
      const broken = await withEvents(session, {}, databaseOf(), async ({ pages }) => {
        for await (const page of pages) {
          for (const event of page) {
            const found = check.add(event);
            if (found !== undefined) return found;
          }
        }
        return check.end();
      });
      const head = formatHead(check.head());
      const { sequence } = check.head();
      if (broken === undefined) {
        session.print({ intact: true, events: sequence, head }, () => {
          const against = kept === undefined ? '' : ', the given head is in it';
          return `${count(sequence, 'event')}, nothing was changed${against}\nhead ${head}`;
        });
        return;
      }
      const document = {
        intact: false,
        broken_at: broken.sequence,
        reason: broken.reason,
        events: sequence,
        head,
      };
      session.print(document, () => `the audit log is broken at event ${broken.sequence}: ${broken.reason}`);
      throw new Exit(exitCode.error);
    },
  ).addOption(new Option('--head <number:hash>', 'the end of the log at an earlier time'));
}

function headOf(text: string): Head {
  const head = parseHead(text);
  if (head !== undefined) return head;
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 100))} is no head, expected NUMBER:HASH as events prints it`,
  );
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${JSON.stringify(text.slice(0, 100))} is no number of events`);
}

const timePattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** What `--since` means. Throws UsageError. */
export function sinceOf(text: string | undefined, now: number): EventChoice {
  if (text === undefined) return {};
  if (/^\d{1,15}$/.test(text)) return { sinceSequence: Number(text) };
  const agoMs = parseDuration(text);
  if (agoMs !== undefined) return { sinceMs: Math.max(1, now - agoMs) };
  const time = timePattern.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return { sinceMs: Math.max(1, time) };
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 100))} is no time and no event: expected 120, 2h, 2026-11-22 or 2026-11-22T10:00Z`,
  );
}
