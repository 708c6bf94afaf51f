import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { systemClock } from '../../shared/os/clock.ts';
import { tiedTo, waitAtMost, withDeadline } from '../../shared/os/deadline.ts';
import { createMutex } from '../../shared/os/mutex.ts';

const never = new AbortController().signal;
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('a task is called off at its deadline, or with the signal above it', async () => {
  await assert.rejects(withDeadline(never, 5, aborted), /not done within 5 ms/);
  const above = new AbortController();
  const running = withDeadline(above.signal, 60_000, aborted);
  above.abort(new Error('the end'));
  await assert.rejects(running, /the end/);
  await assert.rejects(
    withDeadline(above.signal, 60_000, async (signal) => signal.throwIfAborted()),
    /the end/,
  );
  assert.equal(await withDeadline(never, 60_000, async () => 7), 7);
});

test('a task that does not heed its end is waited for no longer than it has, by the clock', async () => {
  const rushed = { sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(0, signal) };
  let ended: AbortSignal | undefined;
  const hangs = (signal: AbortSignal) => {
    ended = signal;
    return new Promise<never>(() => {});
  };
  const late = { name: 'TowlineError', code: 'unavailable', message: 'not done within 700 ms' };
  await assert.rejects(waitAtMost({ clock: rushed, ms: 700 }, hangs), late);
  assert.equal(ended?.aborted, true);
  await assert.rejects(waitAtMost({ clock: rushed, ms: 700, late: 'too late' }, hangs), /^.*: too late$/);
  const above = new AbortController();
  const waiting = waitAtMost({ clock: systemClock, ms: 60_000, signal: above.signal }, hangs);
  above.abort(new Error('the end'));
  await assert.rejects(waiting, /the end/);
});

test('what a task gives or throws comes through, and its clock waits no longer', async () => {
  let waits = 0;
  const clock = {
    sleep: async (ms: number, signal?: AbortSignal) => {
      waits++;
      await systemClock.sleep(ms, signal).finally(() => waits--);
    },
  };
  const limit = { clock, ms: 60_000 };
  assert.equal(await waitAtMost(limit, () => 7), 7);
  const failing = () => {
    throw new Error('broken');
  };
  await assert.rejects(waitAtMost(limit, failing), /broken/);
  await new Promise(setImmediate);
  assert.equal(waits, 0);
});

test('a tie that was released holds no more', () => {
  const above = new AbortController();
  const [kept, released] = [tiedTo(above.signal), tiedTo(above.signal)];
  released.release();
  above.abort();
  assert.deepEqual([kept.controller.signal.aborted, released.controller.signal.aborted], [true, false]);
});

test('a deadline fires although garbage was collected meanwhile', async () => {
  const module = JSON.stringify(new URL('../../shared/os/deadline.ts', import.meta.url).href);
  const script = `
    const { withDeadline } = await import(${module});
    const collector = setInterval(() => gc(), 5);
    const outcome = await withDeadline(new AbortController().signal, 300, (signal) => new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve('fired'));
      setTimeout(() => resolve('never fired'), 5000).unref();
    }));
    clearInterval(collector);
    process.stdout.write(outcome);`;
  const args = ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  assert.equal(stdout, 'fired');
});

test('tasks under one mutex never run side by side, and one that fails does not hold up the next', async () => {
  const mutex = createMutex();
  const steps: string[] = [];
  const task = (name: string, fails = false) =>
    mutex.run(async () => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task('a', true), task('b')]);
  assert.deepEqual(steps, ['a begins', 'a ends', 'b begins', 'b ends']);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled'],
  );
});
