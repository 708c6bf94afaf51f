import type { Audit, Happening } from '../../controller/audit/audit.ts';
import { type Actor, system } from '../../controller/audit/event.ts';

/** An audit log in memory: what was noted, with who it was. */
export class FakeAudit implements Audit {
  readonly noted: (Happening & { readonly actor: Actor })[];
  readonly #speaker: Actor;

  constructor(speaker: Actor = system, noted: (Happening & { readonly actor: Actor })[] = []) {
    this.#speaker = speaker;
    this.noted = noted;
  }

  note(happening: Happening): void {
    this.noted.push({ actor: this.#speaker, ...happening });
  }

  begin(): (ended: Happening) => void {
    return (ended) => this.note(ended);
  }

  as(actor: Actor): Audit {
    return new FakeAudit(actor, this.noted);
  }
}
