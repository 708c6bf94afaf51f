import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createAudit } from '../../controller/audit/audit.ts';
import { openStore } from '../../controller/store/store.ts';
import { systemClock } from '../../shared/os/clock.ts';

const dir = mkdtempSync(join(tmpdir(), 'towline-begun-'));
after(() => rmSync(dir, { recursive: true }));

describe('what was begun', () => {
  it('is noted when it ends, or else at the next start, as whoever began it, and once', () => {
    const path = join(dir, 'begun.db');
    const anna = { kind: 'admin', name: 'anna', uid: 1_000 } as const;
    const killed = openStore(path);
    const before = createAudit(killed.events, systemClock).as(anna);
    before.begin({ action: 'set-value', subject: 'one', detail: { scope: 'fra' } });
    before.begin({ action: 'set-value', subject: 'two' })({
      action: 'set-value',
      subject: 'two',
      result: 'denied',
    });
    killed.close();

    const store = openStore(path);
    const audit = createAudit(store.events, systemClock);
    const end = audit.as(anna).begin({ action: 'set-value', subject: 'three' });
    for (let i = 0; i < 2; i++) audit.noteInterrupted();
    end({ action: 'set-value', subject: 'three' });
    const events = store.events.after(0, 10);
    store.close();
    assert.deepEqual(
      events.map(({ actor, uid, subject, result }) => [actor, uid, subject, result]),
      [
        ['anna', 1_000, 'two', 'denied'],
        ['anna', 1_000, 'one', 'interrupted'],
        ['anna', 1_000, 'three', 'ok'],
      ],
    );
    assert.match(events[1]?.detail ?? '', /^\{"begun":"\S+Z","scope":"fra"\}$/);
  });
});
