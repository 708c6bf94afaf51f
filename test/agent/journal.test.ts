import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { quarantinedDigest } from '../../agent/journal/quarantine.ts';
import { emptyJournal, type Journal } from '../../agent/journal/schema.ts';
import { bundleInForce, isSwitched, type JournalEvent, transition } from '../../agent/journal/state.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { TowlineError } from '../../shared/errors.ts';

import {
  after,
  bad,
  change,
  check,
  confirm,
  fail,
  good,
  operator,
  prove,
  ref,
  rolledBack,
  stage,
} from './journal-fixture.ts';

test('a first bundle that fails leaves the journal idle, a later one goes back to the one before', () => {
  assert.deepEqual(after(bad('a')).phase, { state: 'idle' });
  const back = after([...good('a'), ...bad('b')]);
  assert.deepEqual([back.phase, back.running], [{ state: 'confirmed' }, ref('a', 1)]);
  assert.deepEqual(back.lastApply, {
    release: 2,
    outcome: 'rolledBack',
    reason: 'x',
    state: 'switching',
    step: 'links',
  });
});

test('the bundle confirmed before the one that runs is remembered', () => {
  const journal = after([...good('a', 1), ...good('b', 2), ...bad('c'), ...good('b', 3)]);
  assert.deepEqual([journal.running, journal.before], [ref('b', 3), ref('a', 1)]);
});

test('failures are counted for one bundle, and forgotten when it is confirmed', () => {
  assert.equal(after([...bad('a'), ...bad('a')]).failures?.count, 2);
  assert.equal(after([...bad('a'), ...bad('b')]).failures?.count, 1);
  assert.equal(after([...bad('a'), ...bad('a', false)]).failures?.count, 1);
  assert.equal(after([...bad('a'), ...good('a')]).failures, undefined);
});

test('the third failure that counts quarantines a bundle, until something else is staged', () => {
  const twice = [...bad('a'), ...bad('a'), ...bad('a', false)];
  assert.equal(after(twice).phase.state, 'idle');
  const journal = after([...twice, ...bad('a')]);
  assert.deepEqual(journal.phase, { state: 'quarantined', bundle: ref('a', 2) });
  assert.equal(after(good('b', 3), journal).phase.state, 'confirmed');
});

test('what was only staged or checked leaves the node at rest', () => {
  const delayed: JournalEvent = { kind: 'delayed', release: 2, reason: 'disk full' };
  for (const events of [[stage('b', 2)], [stage('b', 2), check]]) {
    assert.equal(after([...events, delayed]).phase.state, 'idle');
    const journal = after([...good('a'), ...events, delayed]);
    assert.deepEqual([journal.phase.state, journal.running], ['confirmed', ref('a', 1)]);
  }
});

const underWay: [state: string, events: JournalEvent[]][] = [
  ['staging', [stage('b', 2)]],
  ['checking', [stage('b', 2), check]],
  ['switching', [stage('b', 2), check, change]],
  ['proving', [stage('b', 2), check, change, prove]],
  ['rollingBack', [stage('b', 2), check, change, prove, fail]],
];
for (const [state, events] of underWay) {
  test(`a bundle that an operator takes back while it is ${state} is in quarantine at once`, () => {
    const asked = after([...good('a'), ...events, operator]);
    const journal = isSwitched(asked.phase) ? transition(asked, rolledBack(true)) : asked;
    assert.deepEqual(journal.phase, { state: 'quarantined', bundle: ref('b', 2) });
    assert.deepEqual([journal.running, quarantinedDigest(journal)], [ref('a', 1), 'b'.repeat(64)]);
  });
}

test('an operator goes from the bundle that runs to the one before, once', () => {
  const asked = after([...good('a', 1), ...good('b', 2), operator]);
  assert.deepEqual([asked.phase.state, asked.running, asked.before], ['rollingBack', ref('a', 1), undefined]);
  const journal = transition(asked, rolledBack(true, 'an operator asked'));
  assert.deepEqual(journal.phase, { state: 'quarantined', bundle: ref('b', 2) });
  assert.deepEqual(journal.lastApply, {
    release: 2,
    outcome: 'rolledBack',
    reason: 'an operator asked',
    state: 'confirmed',
  });
  assert.throws(
    () => transition(journal, operator),
    /nothing to go back to: no bundle was confirmed before .* 1/,
  );
  assert.throws(() => after([operator]), /no bundle runs here/);
});

const impossible: [string, JournalEvent[]][] = [
  ['a confirmation of what was not proved', [stage('a'), check, change, confirm]],
  ['a switch to what was not checked', [stage('a'), change]],
  ['a rollback of what was not switched to', [stage('a'), check, fail]],
  ['the end of a rollback that did not begin', [stage('a'), check, change, rolledBack(true)]],
  ['a bundle while another is tried', [stage('a'), check, change, stage('b')]],
  [
    'a refusal of what was switched to',
    [stage('a'), check, change, { kind: 'refused', release: 1, reason: '' }],
  ],
  ['a renewal of another bundle', [...good('a'), { kind: 'renewed', bundle: ref('b', 2) }]],
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
    fc.constantFrom('a', 'b', 'c').map((digit) => stage(digit)),
    fc.constantFrom(check, change, prove, confirm, fail, rolledBack(true), rolledBack(false), operator),
    fc.constant<JournalEvent>({ kind: 'refused', release: 1, reason: '' }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let [journal, confirmed]: [Journal, string | undefined] = [emptyJournal, undefined];
      for (const next of events) {
        try {
          journal = transition(journal, next);
        } catch {
          continue;
        }
        const isLeft = next.kind === 'operator' && isSwitched(journal.phase);
        if (next.kind === 'confirm' || isLeft) confirmed = journal.running?.digest;
        assert.equal(journal.running?.digest, confirmed);
        if (!isSwitched(journal.phase)) assert.equal(bundleInForce(journal), journal.running);
      }
    }),
  );
});

async function journalFile(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-journal-'));
  context.after(() => rm(folder, { recursive: true }));
  return join(folder, 'journal.json');
}

const version1: [name: string, phase: object, expected: Partial<Journal>][] = [
  ['idle', { state: 'idle' }, { phase: { state: 'idle' } }],
  [
    'confirmed',
    { state: 'confirmed', bundle: ref('a', 4) },
    { phase: { state: 'confirmed' }, running: ref('a', 4) },
  ],
  [
    'trying',
    { state: 'trying', bundle: ref('b', 5), previous: ref('a', 4) },
    { phase: { state: 'switching', bundle: ref('b', 5) }, running: ref('a', 4) },
  ],
  [
    'trying a first bundle',
    { state: 'trying', bundle: ref('b', 5) },
    { phase: { state: 'switching', bundle: ref('b', 5) } },
  ],
];

for (const [name, phase, expected] of version1) {
  test(`a journal of version 1 that is ${name} is read, and written in version 2`, async (context) => {
    const path = await journalFile(context);
    const rest = {
      highestSeen: { epoch: 1, release: 5, manifestDigest: 'f'.repeat(64) },
      lastApply: { release: 4, outcome: 'confirmed' as const, reason: '' },
      failures: { digest: 'c'.repeat(64), count: 2 },
    };
    await writeFile(path, JSON.stringify({ version: 1, networkId: 'net-1', phase, ...rest }));
    const store = await openJournal(path, 'net-1');
    assert.deepEqual(store.current(), { version: 2, networkId: 'net-1', ...expected, ...rest });
    await store.record({ kind: 'seen', epoch: 1, release: 6, manifestDigest: 'e'.repeat(64) });
    assert.equal(JSON.parse(await readFile(path, 'utf8')).version, 2);
    assert.deepEqual((await openJournal(path, 'net-1')).current(), store.current());
  });
}

test('a journal of another network is kept aside, one that names none is taken over', async (context) => {
  const path = await journalFile(context);
  await writeFile(path, JSON.stringify(after([stage('a', 4), check, change, prove])));
  const store = await openJournal(path, 'net-1');
  assert.equal(store.current().phase.state, 'proving');
  await store.record(confirm);
  assert.deepEqual((await openJournal(path, 'net-2')).current(), { ...emptyJournal, networkId: 'net-2' });
  assert.match(await readFile(`${path}.old`, 'utf8'), /"networkId": "net-1"/);
});

test('what was recorded is there after a restart, in a file that only its owner reads', async (context) => {
  const path = await journalFile(context);
  const store = await openJournal(path, 'net-1');
  await store.record({ kind: 'seen', epoch: 1, release: 4, manifestDigest: 'f'.repeat(64) });
  await store.record(stage('a', 4));
  assert.deepEqual((await openJournal(path, 'net-1')).current(), store.current());
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  for (const damaged of [
    '{',
    '{"version":1,"phase":{"state":"odd"}}',
    '{"version":2,"phase":{"state":"odd"}}',
    '{"version":2,"phase":{"state":"confirmed"}}',
    '{"version":3,"phase":{"state":"idle"}}',
  ]) {
    await writeFile(path, damaged);
    await assert.rejects(openJournal(path, 'net-1'), TowlineError);
  }
});

/** With a key that no agent knows in each of its objects. */
const newerOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries([...Object.entries(value).map(([key, own]) => [key, newerOf(own)]), ['newer', [1]]])
    : value;

for (const [state, events] of [
  ...underWay,
  ['confirmed', good('b', 2)],
  ['quarantined', [operator, rolledBack(true)]],
] as const)
  test(`a journal that is ${state} is read with what a newer agent added at each level, and keeps it`, async (context) => {
    const path = await journalFile(context);
    const journal: Journal = {
      ...after([...good('d', 1), ...good('a', 1), ...events]),
      ...{ networkId: 'net-1', retry: 1 },
      highestSeen: { epoch: 1, release: 5, manifestDigest: 'f'.repeat(64) },
      failures: { digest: 'c'.repeat(64), count: 2, seen: { epoch: 1, release: 5 } },
    };
    const newer = newerOf(journal) as Journal;
    await writeFile(path, JSON.stringify(newer));
    const store = await openJournal(path, 'net-1');
    assert.deepEqual(store.current(), newer);
    await store.record({ kind: 'seen', epoch: 1, release: 6, manifestDigest: 'e'.repeat(64) });
    const { highestSeen: _, ...rest } = JSON.parse(await readFile(path, 'utf8'));
    const { highestSeen: __, ...before } = newer;
    assert.deepEqual(rest, before);
  });

test('a key that an agent knows is held to its form in a journal with others that it does not', async (context) => {
  const path = await journalFile(context);
  for (const broken of [
    { retry: -1 },
    { running: { ...ref('a', 1), digest: 'A' } },
    { highestSeen: { epoch: 1, release: '5', manifestDigest: 'f'.repeat(64) } },
    { failures: { digest: 'c'.repeat(64) } },
    { phase: { state: 'rollingBack', bundle: ref('a', 1), reason: '', unconfirmed: true } },
  ]) {
    await writeFile(path, JSON.stringify({ version: 2, phase: { state: 'idle' }, newer: 1, ...broken }));
    await assert.rejects(openJournal(path, 'net-1'), { code: 'invalid' }, JSON.stringify(broken));
  }
});

test('a step is named while its state lasts', async (context) => {
  const store = await openJournal(await journalFile(context), 'net-1');
  await store.record(stage('a', 4));
  await store.record(check);
  store.at('bird');
  assert.equal(store.step(), 'bird');
  await store.record(change);
  assert.equal(store.step(), undefined);
});
