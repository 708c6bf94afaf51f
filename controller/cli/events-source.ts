import { TowlineError } from '../../shared/errors.ts';
import type { AuditEvent as EventMessage } from '../../shared/gen/towline/v1/AuditEvent.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import type { ActorKind, AuditEvent, Head } from '../audit/event.ts';
import type { EventChoice } from '../audit/pages.ts';
import { statePaths } from '../config/paths.ts';
import { admin } from './client.ts';
import type { Session } from './session.ts';

/** An audit log as a command gets it. */
export interface EventSource {
  /** Where the log ends. */
  readonly head: Head;
  /** Chosen events, in order, page by page. */
  readonly pages: AsyncIterable<readonly AuditEvent[]> | Iterable<readonly AuditEvent[]>;
}

/**
 * Works on the audit log: that of the daemon; where none runs, of the database itself; or of the database at `path`.
 * Throws TowlineError.
 */
export async function withEvents<T>(
  session: Session,
  choice: EventChoice,
  path: string | undefined,
  work: (source: EventSource) => Promise<T>,
): Promise<T> {
  if (path !== undefined) return work(await fromDatabase(path, choice));
  let isAnswered = false;
  try {
    return await session.withDaemon(async (daemon) => {
      const { sinceSequence = 0, sinceMs = 0, newest = 0 } = choice;
      const messages = daemon
        .stream(admin.ListEvents, { sinceSequence, sinceMs, newest })
        [Symbol.asyncIterator]();
      const first = await messages.next();
      isAnswered = true;
      const head = first.done === true ? null : first.value.head;
      if (head === null)
        throw new TowlineError('failed', 'the controller did not say where the audit log ends');
      const pages = async function* () {
        for (let next = await messages.next(); next.done !== true; next = await messages.next()) {
          yield next.value.events.map(eventOf);
        }
      };
      return work({ head, pages: pages() });
    });
  } catch (error) {
    if (isAnswered || !(error instanceof TowlineError) || error.code !== 'unavailable') throw error;
    const config = session.loadConfig();
    // Root may: SQLite gives what it makes beside a database to the database's owner.
    if (process.geteuid?.() !== 0) await requireStateOwner(config.state_dir, 'towline events');
    const { database } = statePaths(config);
    session.io.err(`no controller runs: read from ${database}\n`);
    return work(await fromDatabase(database, choice));
  }
}

async function fromDatabase(path: string, choice: EventChoice): Promise<EventSource> {
  const { readEvents } = await import('../audit/read-database.ts');
  return readEvents(path, choice);
}

function eventOf({ timeMs, uid, actorKind, ...event }: EventMessage): AuditEvent {
  return { ...event, time: timeMs, uid: uid ?? null, actorKind: actorKind as ActorKind };
}
