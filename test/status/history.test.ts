import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { changesOf, linkWord } from '../../controller/history/changes.ts';
import { trendsOf } from '../../controller/history/trends.ts';
import { openStore, type Store } from '../../controller/store/store.ts';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { reportCodec } from '../../shared/rpc/codec.ts';

/** A report as it comes over the network, with every field there. */
function reportOf(fields: Record<string, unknown>): ReportRequest {
  return reportCodec.decode(reportCodec.encode(fields as unknown as ReportRequest));
}

const link = (peer: string, bgpState: string, bfdState = 'Up', bytes = 0) => ({
  peer,
  interface: `tl-${peer}`,
  bgpState,
  bfdState,
  receivedBytes: bytes,
  sentBytes: 2 * bytes,
});
const isNode = (name: string) => ['berlin', 'essen'].includes(name);

describe('changes between two reports', () => {
  const before = reportOf({
    runningRelease: 1,
    birdState: 'running',
    links: [link('berlin', 'Established'), link('essen', 'Established')],
  });

  it('are what became another, and nothing else', () => {
    const now = reportOf({
      runningRelease: 2,
      birdState: 'running',
      lastApply: { release: 2, outcome: 'APPLY_OUTCOME_CONFIRMED', reason: '' },
      drift: ['links: tl-berlin is missing'],
      links: [link('berlin', 'Active', 'Down'), link('essen', 'Established')],
    });
    assert.deepEqual(changesOf(before, now, isNode), [
      { subject: 'release', name: '', from: '1', to: '2' },
      { subject: 'apply', name: '', from: '', to: 'confirmed 2' },
      { subject: 'drift', name: '', from: '', to: 'differs' },
      { subject: 'link', name: 'berlin', from: 'up', to: 'down' },
    ]);
    assert.deepEqual(changesOf(now, now, isNode), []);
  });

  it('of the first report are all that is so, and a link that is gone is one', () => {
    const first = changesOf(undefined, before, isNode).map(
      ({ subject, name, to }) => `${subject} ${name} ${to}`,
    );
    assert.deepEqual(first, ['release  1', 'bird  running', 'link berlin up', 'link essen up']);
    const without = reportOf({
      runningRelease: 1,
      birdState: 'running',
      links: [link('essen', 'Established')],
    });
    assert.deepEqual(changesOf(before, without, isNode), [
      { subject: 'link', name: 'berlin', from: 'up', to: '' },
    ]);
  });

  it('tell nothing in words of the node: neither states nor links that nobody knows, nor drift that changes', () => {
    const odd = reportOf({
      runningRelease: 1,
      birdState: 'x'.repeat(200),
      links: [link('\u001b[2J', 'Established'), link('berlin', 'Connect'), link('essen', 'y'.repeat(200))],
      drift: ['a'],
    });
    const changes = changesOf(before, odd, isNode);
    assert.deepEqual(
      changes.map(({ subject, name, to }) => [subject, name, to]),
      [
        ['drift', '', 'differs'],
        ['bird', '', ''],
        ['link', 'berlin', 'down'],
        ['link', 'essen', 'down'],
      ],
    );
    assert.deepEqual(changesOf(odd, reportOf({ ...odd, drift: ['b', 'c'] }), isNode), []);
  });

  it('have one word for all states on the way up', () => {
    for (const state of ['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Close', 'Down', ''])
      assert.equal(linkWord({ bgpState: state, bfdState: 'Up' }), 'down', state);
    assert.equal(linkWord({ bgpState: 'Established', bfdState: '' }), 'up');
    assert.equal(linkWord({ bgpState: 'Established', bfdState: 'Down' }), 'no BFD');
  });
});

describe('the history of a node', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-history-'));
    store = openStore(join(folder, 'towline.db'));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const change = (name: string, to: string) => ({ subject: 'link' as const, name, from: '', to });

  it('keeps the newest, and the last of each thing however old', () => {
    store.history.note(1, [change('essen', 'up')], 1_000);
    for (let at = 0; at < 700; at++)
      store.history.note(1, [change('berlin', at % 2 ? 'up' : 'down')], 10_000 + at * 1_000);
    store.history.note(2, [change('aachen', 'up')], 5_000);
    const all = store.history.of(1, 10_000);
    assert.equal(all.length, 501);
    assert.deepEqual(all.at(-1), { at: 1_000, ...change('essen', 'up') });
    assert.equal(all[0]?.at, 10_000 + 699_000);
    const since = store.history.since(1, 'link');
    assert.deepEqual([since.get('essen'), since.get('berlin')], [1_000, 709_000]);
    assert.equal(store.history.of(1, 3).length, 3);
    // A restart has only what is on the disk.
    const again = openStore(join(folder, 'towline.db'));
    assert.deepEqual(again.history.since(1, 'link'), since);
    again.close();
    store.history.remove(1);
    assert.deepEqual(store.history.of(1, 10), []);
    assert.equal(store.history.since(1, 'link').size, 0);
    assert.equal(store.history.of(2, 10).length, 1);
  });

  it('of a node that changes its mind all the time is written with what comes later, and shown before', () => {
    for (let at = 0; at < 1_000; at++) store.history.note(1, [change('berlin', String(at))], 1_000);
    const shown = store.history.of(1, 2).map(({ to }) => to);
    assert.deepEqual(shown, ['999', '998']);
    const other = openStore(join(folder, 'towline.db'));
    const written = other.history.of(1, 10_000).length;
    assert.ok(written <= 30, `${written} were written at one moment`);
    store.history.note(1, [change('berlin', 'later')], 60_000);
    assert.equal(other.history.of(1, 10_000).length, 500);
    assert.equal(other.history.since(1, 'link').get('berlin'), 60_000);
    other.close();
  });
});

describe('what is kept in memory of reports and history', () => {
  let folder: string;
  let store: Store;
  const path = () => join(folder, 'towline.db');
  const change = (to: string) => ({ subject: 'link' as const, name: 'berlin', from: '', to });
  const known = (of: Store) => ({
    release: of.reports.get(1)?.report.runningRelease,
    changes: of.history.of(1, 10).map(({ to }) => to),
    since: of.history.since(1, 'link').get('berlin'),
  });
  const say = (release: number) => {
    store.reports.put(1, reportOf({ runningRelease: release }), release * 1_000);
    store.history.note(1, [change(`v${release}`)], release * 1_000);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-memory-'));
    store = openStore(path());
    store.transaction(() => say(1));
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const first = { release: 1, changes: ['v1'], since: 1_000 };

  it('stays as it was where the commit fails, and is then what the disk has', async () => {
    const other = new Database(path());
    // Looked at when the transaction is committed, and not before.
    other.exec(`
      CREATE TABLE missing (id INTEGER PRIMARY KEY);
      CREATE TABLE broken (id INTEGER REFERENCES missing (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER break AFTER INSERT ON history BEGIN INSERT INTO broken VALUES (1); END;`);
    const failing = [store.together(() => say(2)), store.together(() => say(3))];
    for (const one of failing) await assert.rejects(one, /FOREIGN KEY/);
    assert.deepEqual(known(store), first);
    const replace = () => {
      store.reports.remove(1);
      store.history.remove(1);
      say(4);
    };
    assert.throws(() => store.transaction(replace), /FOREIGN KEY/);
    assert.deepEqual(known(store), first);
    other.exec('DROP TRIGGER break');
    other.close();
    await store.together(() => say(5));
    const again = openStore(path());
    assert.deepEqual(known(again), known(store));
    assert.deepEqual(known(store), { release: 5, changes: ['v5', 'v1'], since: 5_000 });
    again.close();
  });

  it('stays as it was where one piece of several is taken back, and follows the others', async () => {
    const fail = () => {
      say(3);
      store.reports.remove(1);
      store.history.remove(1);
      throw new Error('no');
    };
    const pieces = [store.together(() => say(2)), store.together(fail), store.together(() => known(store))];
    await assert.rejects(pieces[1] as Promise<unknown>, /no/);
    assert.deepEqual(await pieces[2], { release: 2, changes: ['v2', 'v1'], since: 2_000 });
    assert.equal(store.reports.get(1)?.before?.report.runningRelease, 1);
  });

  it('has no text of a release that was not made: its number goes to another', () => {
    const make = (message: string) => {
      const release = { created: 1, message, author: 'a', inventoryCommit: 'c' };
      return store.releases.text(store.releases.insert(release))?.message;
    };
    const fail = () => {
      assert.equal(make('lost'), 'lost');
      throw new Error('no');
    };
    assert.throws(() => store.transaction(fail), /no/);
    assert.equal(
      store.transaction(() => make('kept')),
      'kept',
    );
  });

  it('has what a node says too often put back as well, though it is not written yet', () => {
    for (let count = 0; count < 100; count++) store.history.note(1, [change(`n${count}`)], 1_000);
    const before = store.history.of(1, 1_000);
    const fail = () => {
      store.history.note(1, [change('more')], 1_000);
      throw new Error('no');
    };
    assert.throws(() => store.transaction(fail), /no/);
    assert.deepEqual(store.history.of(1, 1_000), before);
  });
});

describe('the trend of a link', () => {
  it('is what was counted between two reports, unless the counter began anew', () => {
    const at = (bytes: number) =>
      reportOf({ links: [link('berlin', 'Established', 'Up', bytes), link('essen', 'Active')] });
    const before = { received: 10_000, report: at(1_000) };
    const stored = { received: 20_000, report: at(6_000), before };
    const [berlin, essen] = trendsOf(stored, new Map([['berlin', 5_000]]), 25_000);
    assert.deepEqual(berlin, { peer: 'berlin', up: true, sinceAgeS: 20, receivedPerS: 500, sentPerS: 1_000 });
    assert.deepEqual(essen, { peer: 'essen', up: false, receivedPerS: 0, sentPerS: 0 });
    const anew = trendsOf({ received: 30_000, report: at(0), before: stored }, new Map(), 30_000)[0];
    assert.deepEqual(anew, { peer: 'berlin', up: true });
    assert.deepEqual(trendsOf({ received: 1, report: at(5) }, new Map(), 1)[0], { peer: 'berlin', up: true });
    const same = { received: 10_000, report: at(2_000), before };
    assert.equal(trendsOf(same, new Map(), 10_000)[0]?.receivedPerS, undefined, 'no time went by');
  });
});
