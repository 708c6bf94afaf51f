import type { Clock } from '../../shared/os/clock.ts';
import type { EventTable } from '../store/events.ts';
import { type Actor, canonicalJson, type Detail, type EventContent, system } from './event.ts';
import { createStrangerLimit } from './stranger-limit.ts';

/** What is to be noted. Never a secret: what is noted is shown, exported and kept for good. */
export interface Happening {
  /** What was done: lower case, `node.enrolled`, `psk.rotated`. */
  readonly action: string;
  /** To what: the name of a node, a site, a key, the number of a release. */
  readonly subject?: string | number;
  /** More of it, small: names, numbers, public keys' hashes. */
  readonly detail?: Detail;
  /** `ok` unless it is said, else the code of the error. */
  readonly result?: string;
  /** Who did it, where it is not whom the port speaks for. */
  readonly actor?: Actor;
  /**
   * Address of somebody who proved nothing, where such a one can cause the event. These are limited, so that nobody
   * fills the disk: those too many are counted, and the next one says how many were left out.
   */
  readonly stranger?: string;
}

/**
 * The audit log, for those who do things: `context.audit.note({ action: 'node.revoked', subject: 'fra1' })`.
 * In a context of an admin's call it speaks for that admin, elsewhere for the controller itself unless `actor` says
 * who it was. The call itself and its result are noted by the admin service; note what followed from it, inside the
 * database transaction that does it where there is one (then both are there or neither is). What was noted outside of
 * a transaction is on the disk when `note` returns. Throws what the database throws: a deed that cannot be noted
 * fails.
 */
export interface Audit {
  note(happening: Happening): void;
  /**
   * For a deed that cannot be noted in its own transaction: that it begins is on the disk when this returns, so no
   * crash and no full disk leaves it unnoted. What is returned notes how it ended. Throws as `note` does.
   */
  begin(happening: Happening): (ended: Happening) => void;
  /** The same log, speaking for somebody else. */
  as(actor: Actor): Audit;
}

/** The audit log of a controller that starts. */
export interface ControllerAudit extends Audit {
  /** Notes what was begun before this controller was there, and did not end: it may be done, or not. */
  noteInterrupted(): void;
}

/** Longer words are cut. */
const maxWord = 256;
const maxDetail = 4_096;

/** The result of what was cut off. */
const interrupted = 'interrupted';

export function createAudit(
  events: Pick<EventTable, 'append' | 'begin' | 'end' | 'begun'>,
  clock: Clock,
): ControllerAudit {
  const underWay = new Set<number>();
  const strangers = createStrangerLimit(clock);
  const speakFor = (speaker: Actor): Audit => ({
    note(happening) {
      const { stranger, actor = speaker } = happening;
      const leftOut = stranger === undefined ? 0 : strangers.take(stranger);
      if (leftOut === undefined) return;
      events.append(contentOf(happening, actor, clock.now(), leftOut));
    },
    begin(happening) {
      const content = (what: Happening) => contentOf(what, what.actor ?? speaker, clock.now(), 0);
      const number = events.begin(content(happening));
      underWay.add(number);
      return (ended) => {
        events.end(number, content(ended));
        underWay.delete(number);
      };
    },
    as: speakFor,
  });
  return {
    ...speakFor(system),
    noteInterrupted() {
      for (const { number, content } of events.begun()) {
        if (underWay.has(number)) continue;
        const begun = new Date(content.time).toISOString();
        const detail = canonicalJson({ ...(JSON.parse(content.detail) as Detail), begun });
        events.end(number, { ...content, time: Math.trunc(clock.now()), detail, result: interrupted });
      }
    },
  };
}

function contentOf(happening: Happening, actor: Actor, time: number, leftOut: number): EventContent {
  const { action, subject = '', detail = {}, result = 'ok', stranger } = happening;
  const said = {
    ...detail,
    ...(stranger === undefined ? {} : { from: cut(stranger) }),
    ...(leftOut === 0 ? {} : { left_out: leftOut }),
  };
  const json = wellFormed(canonicalJson(said));
  return {
    time: Math.trunc(time),
    actorKind: actor.kind,
    actor: cut(actor.name),
    uid: actor.uid ?? null,
    action: cut(action),
    subject: cut(String(subject)),
    detail:
      json.length <= maxDetail ? json : canonicalJson({ cut: wellFormed(json.slice(0, maxDetail / 2)) }),
    result: cut(result),
  };
}

function cut(text: string): string {
  return wellFormed(text.length <= maxWord ? text : `${text.slice(0, maxWord - 1)}…`);
}

/** As the database gives it back: half of a surrogate pair does not survive UTF-8, and the hash would differ. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
