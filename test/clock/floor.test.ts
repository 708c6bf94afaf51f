import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { earliestMs, latestMs, nextFloor, type SignedTime } from '../../agent/clock/advance.ts';
import { openFloor, readFloor } from '../../agent/clock/floor.ts';
import { describeRaised, raiseAtStart, raiseClock, systemSetClock } from '../../agent/clock/raise.ts';
import { TowlineError } from '../../shared/errors.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { CommandError, type Run, run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';

const now = Date.UTC(2026, 10, 22, 12);
const year2099 = Date.UTC(2099, 0, 1);
const minute = 60_000;
const hour = 60 * minute;

const steps: [what: string, step: SignedTime, after: number | undefined][] = [
  ['the first time is taken whole', { floorMs: undefined, signedMs: now, ownMs: 0, elapsedMs: 5 }, now],
  [
    'what both clocks say is taken whole',
    { floorMs: now, signedMs: now + 99 * hour, ownMs: now + 99.5 * hour, elapsedMs: 5 },
    now + 99 * hour,
  ],
  [
    'an earlier time changes nothing',
    { floorMs: now, signedMs: now - 1, ownMs: now - 1, elapsedMs: hour },
    now,
  ],
  [
    'time goes on for a router without a clock',
    { floorMs: now, signedMs: now + hour, ownMs: hour, elapsedMs: hour },
    now + hour,
  ],
  [
    'a controller that leaps ahead is followed at twice the speed',
    { floorMs: now, signedMs: now + 9 * hour, ownMs: now, elapsedMs: hour },
    now + 2 * hour,
  ],
  [
    '2099 is not believed of the controller alone',
    { floorMs: now, signedMs: year2099, ownMs: now, elapsedMs: hour },
    now,
  ],
  ['nor of both', { floorMs: now, signedMs: year2099, ownMs: year2099, elapsedMs: hour }, now],
  [
    'nor the first time',
    { floorMs: undefined, signedMs: year2099, ownMs: year2099, elapsedMs: hour },
    undefined,
  ],
  [
    '1970 is not believed either',
    { floorMs: undefined, signedMs: 86_400_000, ownMs: 86_400_000, elapsedMs: 1 },
    undefined,
  ],
  ['nothing is', { floorMs: undefined, signedMs: 0, ownMs: now, elapsedMs: 1 }, undefined],
  [
    'what is no number is not believed',
    { floorMs: now, signedMs: Number.NaN, ownMs: now, elapsedMs: 1 },
    now,
  ],
  [
    'a monotonic clock that went back moves nothing',
    { floorMs: now, signedMs: now + 9 * hour, ownMs: 0, elapsedMs: -hour },
    now,
  ],
];

for (const [what, step, after] of steps) {
  test(`the floor: ${what}`, () => assert.equal(nextFloor(step), after));
}

test('whatever a controller signs and a clock says, the floor never falls and stays plausible', () => {
  const time = fc.oneof(fc.integer({ min: 0, max: 5e12 }), fc.integer({ min: now - hour, max: now + hour }));
  const asked = fc.array(
    fc.record({ signedMs: time, ownMs: time, elapsedMs: fc.integer({ min: 0, max: 1e10 }) }),
  );
  fc.assert(
    fc.property(asked, (all) => {
      let floorMs: number | undefined;
      for (const one of all) {
        const next = nextFloor({ ...one, floorMs });
        if (floorMs !== undefined) assert.ok(next !== undefined && next >= floorMs);
        if (next !== undefined) assert.ok(next >= earliestMs && next < latestMs);
        floorMs = next;
      }
    }),
  );
});

test('a controller in 2060 for a whole week moves the floor by two weeks, and then it stands', () => {
  let [floorMs, ownMs]: [number | undefined, number] = [now, now];
  for (let half = 0; half < 7 * 48; half++) {
    ownMs += hour / 2;
    floorMs = nextFloor({ floorMs, signedMs: Date.UTC(2060, 0, 1), ownMs, elapsedMs: hour / 2 });
  }
  assert.equal(floorMs, now + 14 * 24 * hour);
  assert.equal(nextFloor({ floorMs, signedMs: ownMs, ownMs, elapsedMs: hour }), floorMs);
});

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-clock-'));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** A clock that the test sets; nobody sleeps by it. */
function setClock(ownMs: number) {
  const state = { ownMs, monotonicMs: 0 };
  const clock: Clock = { ...systemClock, now: () => state.ownMs, monotonic: () => state.monotonicMs };
  return { state, clock };
}

test('the floor outlives a restart, and is written seldom', async (context) => {
  const folder = await folderOf(context);
  const path = join(folder, 'clock.json');
  const { state, clock } = setClock(now);
  const floor = await openFloor(path, clock, silentLog);
  assert.equal(floor.current(), undefined);
  let writes = 0;
  let last = '';
  for (let passed = 0; passed <= 60; passed++) {
    await floor.take(now + passed * minute);
    const text = await readFile(path, 'utf8');
    if (text !== last) writes++;
    last = text;
    state.ownMs += minute;
    state.monotonicMs += minute;
  }
  assert.equal(writes, 7, 'at once, and each ten minutes');
  await floor.take(now + 65 * minute);
  assert.deepEqual(await readFloor(path), { floorMs: now + 60 * minute });
  await floor.save();
  assert.deepEqual(await readFloor(path), { floorMs: now + 65 * minute });
  const again = await openFloor(path, clock, silentLog);
  await again.take(now);
  assert.equal(again.current(), now + 65 * minute);
  assert.deepEqual(await readdir(folder), ['clock.json']);
});

test('a disk that takes nothing keeps the old floor, and the next time is written', async (context) => {
  const folder = join(await folderOf(context), 'state');
  const path = join(folder, 'clock.json');
  const floor = await openFloor(path, setClock(now).clock, silentLog);
  await floor.take(now);
  assert.equal(floor.current(), now);
  assert.deepEqual(await readFloor(path), {});
  await mkdir(folder);
  await floor.save();
  assert.deepEqual(await readFloor(path), { floorMs: now });
});

const damaged: [what: string, text: string | Buffer][] = [
  ['an empty file', ''],
  ['half a file', '{"floorMs":17953'],
  ['zeros', Buffer.alloc(512)],
  ['another type', '{"floorMs":"1795348800000"}'],
  ['a fraction', '{"floorMs":1795348800000.5}'],
  ['2099', `{"floorMs":${year2099}}`],
  ['1970', '{"floorMs":86400000}'],
  ['before time', '{"floorMs":-1795348800000}'],
  ['more than any number', '{"floorMs":1e400}'],
  ['further keys', `{"floorMs":${now},"run":"reboot"}`],
  ['no object', '[1795348800000]'],
  ['null', 'null'],
  ['too much', `{"floorMs":${now}}${' '.repeat(2000)}`],
];

for (const [what, text] of damaged) {
  test(`a clock.json that holds ${what} sets nothing, and is written anew`, async (context) => {
    const path = join(await folderOf(context), 'clock.json');
    await writeFile(path, text);
    const set = async () => assert.fail('the clock was set');
    const { floorMs, isSet, problem } = await raiseClock(path, setClock(0).clock, set);
    assert.deepEqual([floorMs, isSet], [null, false]);
    assert.match(problem ?? '', /clock\.json is (damaged|no saved clock floor)$/);
    const floor = await openFloor(path, setClock(now).clock, silentLog);
    await floor.take(now);
    assert.deepEqual(await readFloor(path), { floorMs: now });
  });
}

test("root neither follows nor waits for what the agent's user put in place of clock.json", async (context) => {
  const folder = await folderOf(context);
  const path = join(folder, 'clock.json');
  const secret = join(folder, 'shadow');
  await writeFile(secret, 'root:secret');
  await chmod(secret, 0o600);
  const places: [string, () => Promise<unknown>][] = [
    ['a link', () => symlink(secret, path)],
    ['a pipe', () => run('mkfifo', [path])],
    ['a folder', () => mkdir(path)],
    ['a device', () => symlink('/dev/zero', path)],
  ];
  for (const [what, put] of places) {
    await put();
    const { floorMs, problem } = await readFloor(path);
    assert.equal(floorMs, undefined, what);
    assert.ok(problem !== undefined && !problem.includes('secret'), what);
    await rm(path, { recursive: true });
  }
  assert.equal((await stat(secret)).size, 11);
});

test('a clock before the floor is set to it, any other is left alone', async (context) => {
  const path = join(await folderOf(context), 'clock.json');
  const set: number[] = [];
  const raise = (ownMs: number) => raiseClock(path, setClock(ownMs).clock, async (ms) => void set.push(ms));
  const none = await raise(0);
  assert.deepEqual(none, { floorMs: null, clockMs: 0, isSet: false, problem: null });
  assert.match(describeRaised(none), /^no clock floor is saved yet/);
  await writeFile(path, `{"floorMs":${now}}`);
  for (const ownMs of [now, now + 1, year2099]) assert.equal((await raise(ownMs)).isSet, false);
  assert.deepEqual(set, []);
  const raised = await raise(86_400_000);
  assert.deepEqual(set, [now]);
  assert.equal(
    describeRaised(raised),
    'the clock was at 1970-01-02T00:00:00.000Z and is set to 2026-11-22T12:00:00.000Z',
  );
});

test('the clock is set by date, in words that coreutils and BusyBox know', async () => {
  const calls: string[] = [];
  const fake: Run = async (command, args) => {
    calls.push([command, ...args].join(' '));
    return '';
  };
  await systemSetClock(fake)(now + 1);
  assert.deepEqual(calls, [`date -u -s @${now / 1000 + 1}`]);
});

test('what may not set the clock says so; the agent goes on without', async (context) => {
  const path = join(await folderOf(context), 'clock.json');
  await writeFile(path, `{"floorMs":${now}}`);
  const denied: Run = async () => {
    const output = 'date: cannot set date: Operation not permitted';
    throw new CommandError(`date: exit code 1: ${output}`, 'date', 1, output);
  };
  const { clock } = setClock(0);
  await assert.rejects(raiseClock(path, clock, systemSetClock(denied)), (error: unknown) => {
    assert.ok(error instanceof TowlineError);
    assert.equal(
      error.message,
      "this process may not set the clock, run 'towline-agent clock' as root at boot",
    );
    return error.code === 'failed';
  });
  const warnings: unknown[] = [];
  const log = { ...silentLog, warn: (fields: unknown) => void warnings.push(fields) };
  await raiseAtStart({ run: denied, clock, log, paths: { clockFloor: path } });
  assert.equal(warnings.length, 1);
});
