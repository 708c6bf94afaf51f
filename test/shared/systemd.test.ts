import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../shared/os/clock.ts';
import { keepSystemdTold } from '../../shared/os/systemd.ts';
import { createTurns } from '../../shared/os/turns.ts';
import { silentLog } from '../fakes/log.ts';

const bySystemd = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' };

/** What systemd is told in `turns` sleeps, after which the service is ended; `stuckAt` are those with a loop that hangs. */
async function told(env: Record<string, string>, turns: number, stuckAt: readonly number[] = []) {
  const ended = new AbortController();
  const heard: string[] = [];
  const errors: unknown[] = [];
  let [slept, ms] = [0, 0];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async (forMs) => {
      if (slept === turns) {
        ended.abort(new Error('ended'));
        throw ended.signal.reason;
      }
      slept++;
      ms += forMs;
    },
  };
  const running = keepSystemdTold(
    {
      run: async (command, args) => {
        assert.equal(command, 'systemd-notify');
        heard.push(...args);
        return '';
      },
      clock,
      log: { ...silentLog, error: (fields: unknown) => void errors.push(fields) },
      stuck: () => (stuckAt.includes(slept) ? ['tracker'] : []),
      env,
    },
    ended.signal,
  );
  await running.catch((error) => assert.match(String(error), /ended/));
  return { heard, ms, errors };
}

test('systemd hears of the start, three times in the time of its watchdog, and of the end', async () => {
  const { heard, ms } = await told({ ...bySystemd, WATCHDOG_PID: String(process.pid) }, 3);
  assert.deepEqual(heard, ['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'STOPPING=1']);
  assert.equal(ms, 30_000);
});

test('while a loop hangs the watchdog hears nothing, and the log has it once', async () => {
  const { heard, errors } = await told(bySystemd, 5, [2, 3]);
  assert.deepEqual(heard, ['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'STOPPING=1']);
  assert.deepEqual(errors, [{ loops: 'tracker' }]);
});

test('without a watchdog, or with one of another process, there is no word of life', async () => {
  for (const env of [
    { NOTIFY_SOCKET: '/run/n' },
    { ...bySystemd, WATCHDOG_PID: '1' },
    { ...bySystemd, WATCHDOG_USEC: 'x' },
  ]) {
    const { heard } = await told(env, 2);
    assert.deepEqual(heard, ['READY=1', 'STOPPING=1']);
  }
});

test('where systemd did not start it nobody is told', async () => {
  assert.deepEqual((await told({ WATCHDOG_USEC: '30000000' }, 2)).heard, []);
});

test('what systemd could not be told it is told again after a second, and the log has the reason once', async () => {
  const ended = new AbortController();
  const did: string[] = [];
  const warned: unknown[] = [];
  const failures = [true, true, false, false, true, false];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms) => {
      did.push(`${ms} ms`);
      if (failures.length === 0) ended.abort(new Error('ended'));
      ended.signal.throwIfAborted();
    },
  };
  const running = keepSystemdTold(
    {
      run: async (_command, [state = '']) => {
        did.push(state);
        if (failures.shift() === true) throw new Error('no memory');
        return '';
      },
      clock,
      log: { ...silentLog, warn: (fields: unknown) => void warned.push(fields) },
      stuck: () => [],
      env: bySystemd,
    },
    ended.signal,
  );
  await assert.rejects(running, /ended/);
  assert.deepEqual(did, [
    ...['READY=1', '1000 ms', 'READY=1', '1000 ms', 'READY=1', '10000 ms'],
    ...['WATCHDOG=1', '10000 ms', 'WATCHDOG=1', '1000 ms', 'WATCHDOG=1', '10000 ms'],
    'STOPPING=1',
  ]);
  assert.deepEqual(warned, [
    { state: 'READY=1', reason: 'no memory' },
    { state: 'WATCHDOG=1', reason: 'no memory' },
  ]);
});

test('a systemd that cannot be told ends nothing', async () => {
  const ended = new AbortController();
  const failing = async () => {
    ended.abort();
    throw new Error('no systemd-notify');
  };
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => ended.signal.throwIfAborted() };
  const options = { run: failing, clock, log: silentLog, stuck: () => [], env: bySystemd };
  await assert.rejects(keepSystemdTold(options, ended.signal), { name: 'AbortError' });
});

test('a loop hangs when it has not slept again within its patience after it was due', async () => {
  let nowMs = 0;
  const turns = createTurns({ now: () => 0, monotonic: () => nowMs, sleep: async () => undefined });
  const [fast, slow] = [turns.clockOf('fast', 1000), turns.clockOf('slow', 60_000)];
  assert.deepEqual(turns.stuck(), []);
  await fast.sleep(500);
  await slow.sleep(500);
  nowMs = 1500;
  assert.deepEqual(turns.stuck(), []);
  nowMs = 1501;
  assert.deepEqual(turns.stuck(), ['fast']);
  await fast.sleep(500);
  assert.deepEqual(turns.stuck(), []);
  nowMs = 60_501;
  assert.deepEqual(turns.stuck(), ['fast', 'slow']);
});
