import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { createAudit } from '../../controller/audit/audit.ts';
import { type Break, checkChain } from '../../controller/audit/chain.ts';
import { canonicalJson, type Head } from '../../controller/audit/event.ts';
import { readEvents } from '../../controller/audit/read-database.ts';
import { openStore } from '../../controller/store/store.ts';
import { systemClock } from '../../shared/os/clock.ts';

const dir = mkdtempSync(join(tmpdir(), 'towline-audit-'));
after(() => rmSync(dir, { recursive: true }));
let databases = 0;

/** A database with a log of ten events. */
function logOfTen(): { readonly path: string; readonly head: Head } {
  const path = join(dir, `${++databases}.db`);
  const store = openStore(path);
  const audit = createAudit(store.events, systemClock);
  const anna = audit.as({ kind: 'admin', name: 'anna', uid: 1000 });
  for (let i = 0; i < 5; i++) {
    anna.note({ action: 'set-value', subject: `key${i}`, detail: { value: i, scope: 'fra' } });
    audit.note({ action: 'release.made', subject: i, detail: { nodes: i } });
  }
  const head = store.events.head();
  store.close();
  return { path, head };
}

/** What is wrong with the log of a database. */
function verify(path: string, kept?: Head): Break | undefined {
  const check = checkChain(kept);
  for (const page of readEvents(path, {}).pages)
    for (const event of page) if (check.add(event)) return check.end();
  return check.end();
}

/** Does to a database what somebody does who may write the file. */
function tamper(path: string, ...statements: string[]): void {
  const db = new Database(path);
  db.exec('DROP TRIGGER events_stay; DROP TRIGGER events_last');
  for (const statement of statements) db.exec(statement);
  db.close();
}

describe('an audit log', () => {
  it('that nobody touched is in order, alone and against its head', () => {
    const { path, head } = logOfTen();
    assert.equal(verify(path), undefined);
    assert.equal(verify(path, head), undefined);
  });

  const edits: [string, string][] = [
    ['time', 'time + 1'],
    ['actor_kind', "'node'"],
    ['actor', "'bert'"],
    ['uid', '1001'],
    ['uid', 'NULL'],
    ['action', "'get-value'"],
    ['subject', "'another'"],
    ['detail', "'{}'"],
    ['result', "'denied'"],
    ['hash', 'zeroblob(32)'],
    ['hash', "x'00'"],
  ];
  for (const [column, value] of edits) {
    it(`whose ${column} was made ${value} is found broken, at every event`, () => {
      for (let sequence = 1; sequence <= 10; sequence++) {
        const { path } = logOfTen();
        tamper(path, `UPDATE events SET ${column} = ${value} WHERE sequence = ${sequence}`);
        const changed = column !== 'uid' || value !== 'NULL' || sequence % 2 === 1;
        assert.equal(verify(path)?.sequence, changed ? sequence : undefined, `event ${sequence}`);
      }
    });
  }

  const cases: [string, string[], number][] = [
    ['with an event removed', ['DELETE FROM events WHERE sequence = 4'], 4],
    ['with its first event removed', ['DELETE FROM events WHERE sequence = 1'], 1],
    [
      'with an event removed and the others moved up',
      [
        'DELETE FROM events WHERE sequence = 4',
        'UPDATE events SET sequence = sequence - 1 WHERE sequence > 4',
      ],
      4,
    ],
    [
      'with two events in the wrong order',
      [
        'UPDATE events SET sequence = -1 WHERE sequence = 4',
        'UPDATE events SET sequence = 4 WHERE sequence = 5',
        'UPDATE events SET sequence = 5 WHERE sequence = -1',
      ],
      4,
    ],
    [
      'with a copy of an event inserted',
      [
        'UPDATE events SET sequence = -sequence - 1 WHERE sequence >= 5',
        'UPDATE events SET sequence = -sequence WHERE sequence < 0',
        `INSERT INTO events SELECT 5, time, actor_kind, actor, uid, action, subject, detail, result, hash
         FROM events WHERE sequence = 4`,
      ],
      5,
    ],
    [
      'with an event put before the first',
      [
        `INSERT INTO events SELECT 0, time, actor_kind, actor, uid, action, subject, detail, result, hash
         FROM events WHERE sequence = 1`,
      ],
      1,
    ],
    [
      'with a made-up event at its end',
      [
        `INSERT INTO events SELECT 11, time, actor_kind, actor, uid, action, subject, detail, result, hash
         FROM events WHERE sequence = 10`,
      ],
      11,
    ],
    [
      'with a number beyond all numbers',
      ['UPDATE events SET sequence = 9223372036854775807 WHERE sequence = 10'],
      10,
    ],
    [
      'with a number below all numbers',
      ['UPDATE events SET sequence = -9223372036854775807 WHERE sequence = 1'],
      1,
    ],
  ];
  for (const [what, statements, sequence] of cases) {
    it(`${what} is found broken at event ${sequence}`, () => {
      const { path, head } = logOfTen();
      tamper(path, ...statements);
      assert.equal(verify(path)?.sequence, sequence);
      assert.equal(verify(path, head)?.sequence, sequence);
    });
  }

  it('whose end was taken away looks in order, and is found against a head that was kept', () => {
    const { path, head } = logOfTen();
    tamper(path, 'DELETE FROM events WHERE sequence > 7');
    assert.equal(verify(path), undefined);
    assert.deepEqual(verify(path, head), {
      sequence: 8,
      reason: 'the log ends with event 7, and had 10: its end was taken away',
    });
    tamperAgain(path, 'DELETE FROM events');
    assert.equal(verify(path), undefined);
    assert.equal(verify(path, head)?.sequence, 1);
  });

  it('that was written anew as a whole is found against a head that was kept', () => {
    const { path, head } = logOfTen();
    tamper(path, 'DELETE FROM events');
    const store = openStore(path);
    const audit = createAudit(store.events, systemClock);
    for (let i = 0; i < 12; i++) audit.note({ action: 'nothing-happened' });
    store.close();
    assert.equal(verify(path), undefined);
    assert.equal(verify(path, head)?.sequence, 10);
  });

  it('grows on after a head that was kept, which stays good', () => {
    const { path, head } = logOfTen();
    const store = openStore(path);
    createAudit(store.events, systemClock).note({ action: 'more' });
    store.close();
    assert.equal(verify(path, head), undefined);
  });

  it('is not changed by what goes through the program itself', () => {
    const { path } = logOfTen();
    const db = new Database(path);
    assert.throws(() => db.exec("UPDATE events SET actor = 'x'"), /the audit log is not changed/);
    assert.throws(() => db.exec('DELETE FROM events'), /nothing is taken from the audit log/);
    db.close();
    assert.equal(verify(path), undefined);
  });
});

function tamperAgain(path: string, statement: string): void {
  const db = new Database(path);
  db.exec(statement);
  db.close();
}

describe('what is noted', () => {
  it('is read back as it was hashed, whatever it is made of', () => {
    const path = join(dir, 'words.db');
    const store = openStore(path);
    const audit = createAudit(store.events, systemClock);
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\0', '\ud800', 'x'.repeat(9_999)),
    );
    fc.assert(
      fc.property(word, word, word, fc.jsonValue(), (action, subject, name, value) => {
        const detail = { value: value as never, [subject]: name };
        audit.note({ action, subject, detail, actor: { kind: 'node', name }, result: name });
      }),
      { numRuns: 300 },
    );
    store.close();
    assert.equal(verify(path), undefined);
  });

  it('has one form, in whatever order its parts were given', () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: undefined }], a: null }), '{"a":null,"b":[{"d":1}]}');
  });

  it('is bounded', () => {
    const path = join(dir, 'long.db');
    const store = openStore(path);
    const long = 'ä'.repeat(1_000_000);
    createAudit(store.events, systemClock).note({
      action: long,
      subject: long,
      detail: { long },
      result: long,
    });
    const [event] = store.events.after(0, 1);
    store.close();
    assert.ok(JSON.stringify(event).length < 10_000);
    assert.equal(verify(path), undefined);
  });

  it('is there with the transaction that it belongs to, or not at all', () => {
    const path = join(dir, 'transaction.db');
    const store = openStore(path);
    const audit = createAudit(store.events, systemClock);
    store.transaction(() => audit.note({ action: 'one' }));
    const fails = () =>
      store.transaction(() => {
        audit.note({ action: 'two' });
        throw new Error('no');
      });
    assert.throws(fails, /no/);
    audit.note({ action: 'three' });
    assert.deepEqual(
      store.events.after(0, 10).map(({ sequence, action }) => [sequence, action]),
      [
        [1, 'one'],
        [2, 'three'],
      ],
    );
    store.close();
    assert.equal(verify(path), undefined);
  });

  it('by strangers is limited, by one and by all, and says how many it leaves out', () => {
    const path = join(dir, 'strangers.db');
    const store = openStore(path);
    const clock = { ...systemClock, monotonic: () => at };
    let at = 0;
    const audit = createAudit(store.events, clock);
    for (let i = 0; i < 1_000; i++) audit.note({ action: 'asked', stranger: '192.0.2.1' });
    assert.equal(store.events.head().sequence, 5);
    for (let i = 0; i < 100_000; i++)
      audit.note({ action: 'asked', stranger: `2001:db8::${i.toString(16)}` });
    assert.equal(store.events.head().sequence, 200);
    at = 3_600_000;
    for (let i = 0; i < 1_000; i++) audit.note({ action: 'asked', stranger: `198.51.100.${i}` });
    assert.equal(store.events.head().sequence, 260);
    const details = store.events.after(0, 300).map(({ detail }) => JSON.parse(detail));
    assert.equal(
      details.reduce((sum, detail) => sum + (detail.left_out ?? 0), 0) + 260 + 940,
      1_000 + 100_000 + 1_000,
    );
    audit.note({ action: 'approve' });
    assert.equal(store.events.head().sequence, 261, 'others are not held back');
    store.close();
  });
});
