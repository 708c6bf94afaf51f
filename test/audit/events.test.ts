import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { createAudit } from '../../controller/audit/audit.ts';
import { sinceOf } from '../../controller/cli/events-command.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { openStore } from '../../controller/store/store.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { type Harness, startController } from '../controller/harness.ts';

interface Listed {
  readonly events: readonly {
    readonly sequence: number;
    readonly time: string;
    readonly actor: { readonly kind: string; readonly name: string };
    readonly action: string;
    readonly subject: string;
    readonly detail: object;
    readonly hash: string;
  }[];
  readonly head: string;
}

describe('towline events', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    for (const name of ['berlin', 'hamburg', 'munich']) await harness.json('site', 'add', name);
  });
  after(() => harness.close());
  const list = async (...args: string[]) => (await harness.json('events', ...args)) as unknown as Listed;
  const actions = ({ events }: Listed) => events.map(({ action, subject }) => `${action} ${subject}`.trim());

  it('lists what was done, for people', async () => {
    const { code, out } = await harness.cli('events');
    assert.equal(code, 0);
    assert.match(
      out,
      /^EVENT +TIME +WHO +ACTION +SUBJECT +RESULT +DETAIL\n1 +20\S+Z +towline +daemon\.started/,
    );
    assert.match(out, /\n2 +20\S+Z +\S+\(\d+\) +add-site +berlin +ok\n/);
    assert.match(out, /\nhead 4:[0-9a-f]{64}\n$/);
  });

  it('lists it for programs, with what is to be kept of its end', async () => {
    const listed = await list();
    assert.deepEqual(actions(listed), [
      'daemon.started',
      'add-site berlin',
      'add-site hamburg',
      'add-site munich',
    ]);
    assert.equal(listed.head, `4:${listed.events[3]?.hash}`);
  });

  it('begins where it is told to', async () => {
    const { events } = await list();
    const cases: [string[], number[]][] = [
      [
        ['--since', '3'],
        [3, 4],
      ],
      [['--since', '5'], []],
      [['--since', '999999999999999'], []],
      [
        ['--since', '0'],
        [1, 2, 3, 4],
      ],
      [
        ['--since', events[2]?.time ?? ''],
        events.filter(({ time }) => time >= (events[2]?.time ?? '')).map((e) => e.sequence),
      ],
      [
        ['--since', '1h'],
        [1, 2, 3, 4],
      ],
      [['--since', '2999-01-01'], []],
      [
        ['-n', '2'],
        [3, 4],
      ],
      [
        ['-n', '999999999'],
        [1, 2, 3, 4],
      ],
      [
        ['--since', '2', '-n', '2'],
        [3, 4],
      ],
      [['--since', '4', '-n', '3'], [4]],
    ];
    for (const [args, sequences] of cases)
      assert.deepEqual(
        (await list(...args)).events.map(({ sequence }) => sequence),
        sequences,
        args.join(' '),
      );
  });

  it('refuses what is no time, no number and no head', async () => {
    const odd = [
      '',
      ' ',
      '-1',
      '2x',
      '2026-13-01',
      '2026-02-30T10:00',
      '1e9',
      'yesterday',
      '\x1b[2J',
      '9'.repeat(400),
    ];
    const cases = [
      ...odd.map((text) => ['events', `--since=${text}`]),
      ...odd.map((text) => ['events', `--number=${text}`]),
      ...[...odd, '1:2', `1:${'g'.repeat(64)}`].map((text) => ['events', 'verify', `--head=${text}`]),
      ['events', 'more'],
      ['events', 'verify', 'more'],
    ];
    for (const args of cases) {
      const { code, out, err } = await harness.cli(...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.doesNotMatch(err, /[^\n\x20-\x7e…]/, args.join(' '));
    }
  });

  it('verifies what it lists, against a head from before as well', async () => {
    const { head } = await list();
    await harness.json('site', 'add', 'ulm');
    const verified = await harness.json('events', 'verify', '--head', head);
    assert.deepEqual([verified.intact, verified.events], [true, 5]);
    const { code, out } = await harness.cli('events', 'verify');
    assert.equal(code, 0);
    assert.match(out, /^5 events, nothing was changed\nhead 5:[0-9a-f]{64}\n$/);
  });

  it('works on the database while no controller runs, and on any copy of it', async () => {
    const { head } = await list();
    await harness.stop();
    const { database } = statePaths(harness.config);
    const copy = join(harness.dir, 'copy.db');
    copyFileSync(database, copy);
    const listed = await harness.cli('events');
    assert.equal(listed.code, 0);
    assert.equal(listed.err, `no controller runs: read from ${database}\n`);
    assert.match(listed.out, /daemon\.stopped/);
    assert.equal((await harness.cli('events', 'verify', '--head', head)).code, 0);
    const db = new Database(copy);
    db.exec("DROP TRIGGER events_stay; UPDATE events SET subject = 'bonn' WHERE sequence = 3");
    db.close();
    const broken = await harness.cli('events', 'verify', '--database', copy);
    assert.equal(broken.code, 1);
    assert.match(broken.out, /^the audit log is broken at event 3: event 3 is not what was written/);
    const document = await harness.cli('events', 'verify', '--database', copy, '--json');
    assert.deepEqual([document.code, JSON.parse(document.out).broken_at], [1, 3]);
    await harness.start();
    assert.equal((await harness.cli('events', 'verify', '--head', head)).code, 0);
  });

  it('says what it cannot read in words that do not steer a terminal either', async () => {
    const { code, err } = await harness.cli('events', '--database', '/nowhere/\x1b[2J\u009b31m\u202e');
    assert.equal(code, 1);
    assert.match(err, /^[\n\x20-\x7e]+$/);
  });

  it('says what is wrong with a file that holds no audit log', async () => {
    const text = join(harness.dir, 'text.db');
    writeFileSync(text, 'no database');
    const empty = join(harness.dir, 'empty.db');
    new Database(empty).exec('CREATE TABLE a (b)').close();
    for (const path of [text, empty, join(harness.dir, 'nothing.db'), harness.dir]) {
      const { code, out, err } = await harness.cli('events', '--database', path);
      assert.deepEqual([code, out], [1, ''], path);
      assert.match(err, /^towline: the audit log in \S+ cannot be read: .+\n$/);
    }
  });

  it('says what is wrong with a database of which a part is missing or was overwritten', async () => {
    const big = join(harness.dir, 'big.db');
    const store = openStore(big);
    const audit = createAudit(store.events, systemClock);
    for (let i = 0; i < 300; i++) audit.note({ action: 'set-value', detail: { value: 'x'.repeat(500) } });
    store.close();
    const whole = readFileSync(big);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length / 2);
    for (const [index, content] of [whole.subarray(0, whole.length / 2), damaged].entries()) {
      const path = join(harness.dir, `damaged-${index}.db`);
      writeFileSync(path, content);
      for (const command of [['events'], ['events', 'verify'], ['events', 'verify', '--json']]) {
        const { code, err } = await harness.cli(...command, '--database', path);
        assert.equal(code, 1);
        assert.match(err, /^towline: the audit log in \S+ cannot be read: .+\n$/, command.join(' '));
      }
    }
  });

  it('finds values in a log that the program never writes', async () => {
    const odd = join(harness.dir, 'odd.db');
    const columns = 'time, actor_kind, actor, uid, action, subject, detail, result, hash';
    for (const values of [
      "1, 'system', 'a', NULL, 'a', 'b', '{}', 'ok', NULL",
      "NULL, x'00', 1.5, 'u', 2, NULL, 3, x'', 'h'",
    ]) {
      rmSync(odd, { force: true });
      new Database(odd)
        .exec(`CREATE TABLE events (sequence INTEGER PRIMARY KEY, ${columns})`)
        .exec(`INSERT INTO events VALUES (1, ${values})`)
        .close();
      for (const command of [['events'], ['events', 'verify'], ['events', '--json']]) {
        const { code, err } = await harness.cli(...command, '--database', odd);
        assert.deepEqual(
          [code, err],
          [1, `towline: the audit log in ${odd} cannot be read: event 1 is none of towline's\n`],
        );
      }
    }
  });

  it('finds a log that was changed under the daemon', async () => {
    const db = new Database(statePaths(harness.config).database);
    db.exec("DROP TRIGGER events_stay; UPDATE events SET actor = 'nobody' WHERE sequence = 2");
    db.close();
    const { code, out } = await harness.cli('events', 'verify');
    assert.equal(code, 1);
    assert.match(out, /broken at event 2/);
  });

  it('prints nothing that steers a terminal, whoever wrote it', async () => {
    const audit = createAudit(harness.controller.store.events, systemClock);
    const odd = '\x1b[2J\x07\u009b31m\u202eevil\u2066\u2028\u200f\r\n\tend\0';
    audit.note({
      action: odd,
      subject: odd,
      detail: { [odd]: odd },
      result: odd,
      actor: { kind: 'node', name: odd },
    });
    for (const args of [['events'], ['events', '--json'], ['events', '-n', '1']]) {
      const { code, out } = await harness.cli(...args);
      assert.equal(code, 0);
      assert.doesNotMatch(out, /[^\n\x20-\x7e]/);
    }
    // Blanks cannot make a result that is none.
    audit.note({ action: 'add-site', subject: ' s1\u3000   ok ', result: 'denied' });
    const { out } = await harness.cli('events', '-n', '1');
    assert.match(out, / {2}add-site +\\u\{20\}s1\\u\{3000\}\\u\{20\}\\u\{20\}\\u\{20\}ok\\u\{20\} +denied\n/);
    const { events } = await list('-n', '2');
    assert.equal(events[0]?.subject, odd);
    assert.equal((await harness.cli('events', '-n', '1')).out.split('\n').length, 4, 'one line an event');
  });

  it('shows an event that somebody wrote nonsense into', async () => {
    const db = new Database(statePaths(harness.config).database);
    db.exec(`UPDATE events SET detail = 'no json', time = 9e18, uid = -1 WHERE sequence = 3`);
    db.close();
    const shown = (await list()).events.find(({ sequence }) => sequence === 3);
    assert.deepEqual([shown?.detail, shown?.time], ['no json', '9000000000000000000']);
  });
});

describe('a long audit log', () => {
  it('is listed whole, a page at a time', async () => {
    const harness = await startController();
    try {
      const { store } = harness.controller;
      const audit = createAudit(store.events, systemClock);
      const count = 20_000;
      store.transaction(() => {
        for (let i = 0; i < count; i++)
          audit.note({ action: 'set-value', subject: `key${i}`, detail: { value: i } });
      });
      const { events, head } = (await harness.json('events')) as unknown as Listed;
      assert.equal(events.length, count + 1);
      assert.ok(events.every(({ sequence }, index) => sequence === index + 1));
      assert.match(head, new RegExp(`^${count + 1}:`));
      assert.equal((await harness.json('events', 'verify')).events, count + 1);
    } finally {
      await harness.close();
    }
  });
});

describe('--since', () => {
  it('is a number of an event, an age or a time', () => {
    const now = Date.parse('2026-11-22T10:00:00Z');
    assert.deepEqual(sinceOf(undefined, now), {});
    assert.deepEqual(sinceOf('120', now), { sinceSequence: 120 });
    assert.deepEqual(sinceOf('2h', now), { sinceMs: now - 7_200_000 });
    assert.deepEqual(sinceOf('999999d', now), { sinceMs: 1 });
    assert.deepEqual(sinceOf('2026-11-22', now), { sinceMs: now - 36_000_000 });
    assert.deepEqual(sinceOf('2026-11-22T10:00+01:00', now), { sinceMs: now - 3_600_000 });
  });
});
