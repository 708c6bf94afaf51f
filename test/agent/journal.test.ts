import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyJournal, type Journal, type JournalEvent, transition } from '../../agent/journal/state.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { TowlineError } from '../../shared/errors.ts';

const ref = (digit: string, release: number) => ({ digest: digit.repeat(64), epoch: 1, release });
const after = (events: JournalEvent[], journal: Journal = emptyJournal) => events.reduce(transition, journal);

test('a first bundle that fails leaves the journal idle, a later one goes back to the one before', () => {
  const failed = after([
    { kind: 'try', bundle: ref('a', 1) },
    { kind: 'rollBack', reason: 'x', counts: true },
  ]);
  assert.equal(failed.phase.state, 'idle');
  const back = after([
    { kind: 'try', bundle: ref('a', 1) },
    { kind: 'confirm' },
    { kind: 'try', bundle: ref('b', 2) },
    { kind: 'rollBack', reason: 'no session', counts: true },
  ]);
  assert.deepEqual(back.phase, { state: 'confirmed', bundle: ref('a', 1) });
  assert.deepEqual(back.lastApply, { release: 2, outcome: 'rolledBack', reason: 'no session' });
});

test('failures are counted for one bundle, and forgotten when it is confirmed', () => {
  const fail = (digit: string): JournalEvent[] => [
    { kind: 'try', bundle: ref(digit, 2) },
    { kind: 'rollBack', reason: '', counts: true },
  ];
  assert.equal(after([...fail('a'), ...fail('a')]).failures?.count, 2);
  assert.equal(after([...fail('a'), ...fail('b')]).failures?.count, 1);
  const away: JournalEvent = { kind: 'rollBack', reason: '', counts: false };
  assert.equal(after([...fail('a'), { kind: 'try', bundle: ref('a', 2) }, away]).failures?.count, 1);
  assert.equal(
    after([...fail('a'), { kind: 'try', bundle: ref('a', 2) }, { kind: 'confirm' }]).failures,
    undefined,
  );
});

const impossible: [string, JournalEvent[]][] = [
  ['a confirmation without a try', [{ kind: 'confirm' }]],
  ['a rollback without a try', [{ kind: 'rollBack', reason: '', counts: true }]],
  [
    'a try within a try',
    [
      { kind: 'try', bundle: ref('a', 1) },
      { kind: 'try', bundle: ref('b', 2) },
    ],
  ],
  [
    'a renewal of another bundle',
    [{ kind: 'try', bundle: ref('a', 1) }, { kind: 'confirm' }, { kind: 'renewed', bundle: ref('b', 2) }],
  ],
];

for (const [name, events] of impossible) {
  test(`${name} is not allowed`, () => {
    assert.throws(
      () => after(events),
      (error) => error instanceof TowlineError && error.code === 'conflict',
    );
  });
}

test('whatever happens, the bundle that was confirmed last is the one to go back to', () => {
  const event = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map((digit): JournalEvent => ({ kind: 'try', bundle: ref(digit, 1) })),
    fc.constant<JournalEvent>({ kind: 'confirm' }),
    fc.constant<JournalEvent>({ kind: 'rollBack', reason: '', counts: true }),
    fc.constant<JournalEvent>({ kind: 'refused', release: 1, reason: '' }),
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let [journal, confirmed]: [Journal, string | undefined] = [emptyJournal, undefined];
      for (const next of events) {
        try {
          journal = transition(journal, next);
        } catch {
          continue;
        }
        const { phase } = journal;
        if (phase.state === 'confirmed') confirmed = phase.bundle.digest;
        const kept =
          phase.state === 'trying'
            ? phase.previous?.digest
            : phase.state === 'confirmed'
              ? phase.bundle.digest
              : undefined;
        assert.equal(kept, phase.state === 'idle' ? undefined : confirmed);
      }
    }),
  );
});

test('a journal of another network is kept aside, one that names none is taken over', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-journal-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'journal.json');
  await writeFile(path, JSON.stringify({ ...after([{ kind: 'try', bundle: ref('a', 4) }]) }));
  const store = await openJournal(path, 'net-1');
  assert.equal(store.current().phase.state, 'trying');
  await store.record({ kind: 'confirm' });
  assert.deepEqual((await openJournal(path, 'net-2')).current(), { ...emptyJournal, networkId: 'net-2' });
  assert.match(await readFile(`${path}.old`, 'utf8'), /"networkId": "net-1"/);
});

test('what was recorded is there after a restart, in a file that only its owner reads', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-journal-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'journal.json');
  const store = await openJournal(path, 'net-1');
  await store.record({ kind: 'seen', epoch: 1, release: 4, manifestDigest: 'f'.repeat(64) });
  await store.record({ kind: 'try', bundle: ref('a', 4) });
  assert.deepEqual((await openJournal(path, 'net-1')).current(), store.current());
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  for (const damaged of [
    '{',
    '{"version":1,"phase":{"state":"odd"}}',
    '{"version":2,"phase":{"state":"idle"}}',
  ]) {
    await writeFile(path, damaged);
    await assert.rejects(openJournal(path, 'net-1'), TowlineError);
  }
});
