import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UpgradeJournal } from '../../agent/upgrade/journal.ts';
import {
  confirmTrial,
  decideStart,
  type Here,
  mostAttempts,
  mostStarts,
  settle,
} from '../../agent/upgrade/state.ts';

const [packaged, newer, tried] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
const here: Here = {
  packaged: { digest: packaged, version: '1.0.0' },
  bootId: 'boot-1',
  uptimeS: 1000,
  lastWords: '',
};
const current = { digest: newer, version: '1.1.0', epoch: 1, number: 3, packaged, starts: 0 };
const trial = { digest: tried, version: '1.2.0', epoch: 1, number: 4, packaged, windowS: 60, attempts: 0 };
const journal: UpgradeJournal = { version: 1, networkId: 'n', current, trial };

const started = (before: UpgradeJournal, seen: Partial<Here> = {}) =>
  decideStart(before, { ...here, ...seen });

describe('which agent a start runs', () => {
  it('is the packaged one where there is no other', () => {
    assert.deepEqual(started({ version: 1 }), { journal: { version: 1 }, agent: { kind: 'packaged' } });
  });

  it('is the one that is tried, counted before it runs, with a time that does not begin anew in one boot', () => {
    const first = started(journal);
    assert.equal(first.agent.kind, 'trial');
    assert.deepEqual([first.journal.trial?.attempts, first.journal.trial?.untilUptimeS], [1, 1060]);
    const second = started(first.journal, { uptimeS: 1030 });
    assert.deepEqual([second.journal.trial?.attempts, second.journal.trial?.untilUptimeS], [2, 1060]);
    const booted = started(second.journal, { bootId: 'boot-2', uptimeS: 20 });
    assert.deepEqual([booted.journal.trial?.attempts, booted.journal.trial?.untilUptimeS], [3, 80]);
  });

  const over: [name: string, trial: object, seen: Partial<Here>, reason: RegExp][] = [
    [
      'ended too often',
      { attempts: mostAttempts },
      { lastWords: 'no such key' },
      /ended 3 times .*: no such key/,
    ],
    ['is late', { attempts: 1, bootId: 'boot-1', untilUptimeS: 999 }, {}, /not proved within 60 s/],
    [
      'is older than the package that came meanwhile',
      {},
      { packaged: { digest: 'd'.repeat(64), version: '1.2.0' } },
      /the package brought agent 1\.2\.0 meanwhile/,
    ],
  ];
  for (const [name, change, seen, reason] of over)
    it(`is the one of before where the tried one ${name}, and why is kept`, () => {
      const found = started({ ...journal, trial: { ...trial, ...change } }, seen);
      assert.equal(found.journal.trial, undefined);
      assert.equal(found.journal.last?.outcome, 'rolledBack');
      assert.equal(found.journal.last?.number, 4);
      assert.match(found.journal.last?.reason ?? '', reason);
      assert.notEqual(found.agent.kind, 'trial');
    });

  it('is the packaged one once that is changed and not older, and stays the other one otherwise', () => {
    const { trial: _, ...settled } = journal;
    const changed = (version: string) =>
      started(settled, { packaged: { digest: 'd'.repeat(64), version } }).agent.kind;
    assert.equal(changed('1.1.0'), 'packaged');
    assert.equal(changed('1.10.0'), 'packaged');
    assert.equal(changed('1.0.9'), 'current');
    assert.equal(started(settled).agent.kind, 'current');
  });

  const later: [version: string, packaged: string, kind: 'packaged' | 'current'][] = [
    ['0.1.0~git20261130.ccc', '0.1.0~git20261129.ddd', 'current'],
    ['0.1.0~git20261130.ccc', '0.1.0~git20261201.aaa', 'packaged'],
    ['0.1.0~git20261130.ccc', '0.1.0', 'packaged'],
    ['0.2.0', '0.2.0~rc1', 'current'],
    ['0.2.0', '0.2.0+1', 'packaged'],
    ['0.2.0~rc1', '0.2.0~rc1', 'packaged'],
    ['0.10.0', '0.9.9', 'current'],
  ];
  for (const [version, brought, kind] of later)
    it(`is the ${kind} one where ${version} runs and a package brings ${brought}`, () => {
      const changed = { packaged: { digest: 'd'.repeat(64), version: brought } };
      assert.equal(started({ version: 1, current: { ...current, version } }, changed).agent.kind, kind);
      const tries = started({ version: 1, trial: { ...trial, version } }, changed).agent.kind;
      assert.equal(tries, kind === 'packaged' ? 'packaged' : 'trial');
    });

  it('is the packaged one where the other ended again and again soon after its start', () => {
    let now: UpgradeJournal = { version: 1, current };
    for (let start = 0; start < mostStarts; start++) {
      const found = started(now);
      assert.equal(found.agent.kind, 'current');
      now = found.journal;
    }
    const found = started(now, { lastWords: 'out of memory' });
    assert.equal(found.agent.kind, 'packaged');
    assert.equal(found.journal.current, undefined);
    assert.match(
      found.journal.last?.reason ?? '',
      /^it ended 5 times in a row soon after its start: out of memory$/,
    );
  });

  it('is watched in each boot until it has run for long, and after each start that ended soon', () => {
    let now: UpgradeJournal = { version: 1, current };
    const isWatched = (seen: Partial<Here> = {}) => {
      const { agent, journal: next } = started(now, seen);
      now = next;
      return agent.kind === 'current' ? agent.isWatched : agent.kind;
    };
    assert.deepEqual([isWatched(), isWatched()], [true, true]);
    now = settle(now);
    assert.deepEqual([isWatched(), isWatched()], [false, true]);
    now = settle(now);
    assert.equal(isWatched({ bootId: 'boot-2' }), true);
  });

  it('is the proved one from its proof on', () => {
    const { current: now, trial: left, last } = confirmTrial(journal);
    assert.deepEqual([now?.digest, now?.packaged, now?.starts, left], [tried, packaged, 0, undefined]);
    assert.deepEqual(last, {
      digest: tried,
      version: '1.2.0',
      epoch: 1,
      number: 4,
      outcome: 'confirmed',
      reason: '',
    });
  });
});
