import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ListEventsRequest } from '../../shared/gen/towline/v1/ListEventsRequest.ts';
import type { ListEventsResponseInput } from '../../shared/gen/towline/v1/ListEventsResponse.ts';
import { eventPages } from '../audit/pages.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, send } from './stream.ts';

/** Sends the audit log as it is now, a page at a time; it keeps nobody from their work. Throws `failed`. */
export async function listEvents(
  { store, clock }: AdminContext,
  call: AdminCall<ListEventsRequest, ListEventsResponseInput>,
): Promise<void> {
  const { sinceSequence, sinceMs, newest } = call.request;
  const head = store.events.head();
  await send(clock, call, { head, events: [] });
  for (const page of eventPages(store.events, head, { sinceSequence, sinceMs, newest })) {
    const events = page.map(({ time, uid, ...event }) => ({
      ...event,
      timeMs: time,
      ...(uid === null ? {} : { uid }),
    }));
    await send(clock, call, { events });
    await nextTurn();
  }
}
