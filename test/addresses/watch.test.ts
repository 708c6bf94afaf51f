import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createAddressWatch, type OwnAddresses } from '../../agent/addresses/watch.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { followLines } from '../../shared/os/follow-lines.ts';
import { run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';
import { isIsolated, isolated } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';

if (!isIsolated) {
  test('the own addresses of a machine', () => isolated(fileURLToPath(import.meta.url)));
  test('lines are handed on one by one, and those that are too long are not', async () => {
    const lines: string[] = [];
    const script = `printf 'one\\ntw'; printf 'o\\n'; head -c 100000 /dev/zero | tr '\\0' x; printf '\\nthree\\nrest'`;
    const ending = await followLines(
      'sh',
      ['-c', script],
      (line) => lines.push(line),
      new AbortController().signal,
    );
    assert.deepEqual([lines, ending], [['one', 'two', 'three'], 'exit code 0']);
  });
  test('a program that is not there, fails or is called off says so', async () => {
    const never = new AbortController().signal;
    const ignore = () => undefined;
    assert.equal(await followLines('/no/such/program', [], ignore, never), 'not found');
    assert.equal(await followLines('false', [], ignore, never), 'exit code 1');
    const ended = new AbortController();
    const following = followLines('sleep', ['600'], ignore, ended.signal);
    ended.abort();
    assert.equal(await following, 'ended by SIGKILL');
    assert.equal(await followLines('sleep', ['600'], ignore, ended.signal), 'was called off');
  });
} else insideNamespace();

function insideNamespace(): void {
  const ip = (...args: string[]) => run('ip', args);
  /** The processes of `ip monitor`. */
  const monitors = async () => {
    const found = await Promise.all(
      (await readdir('/proc')).map(async (pid) => {
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        return /^ip\0.*monitor/.test(line) ? [Number(pid)] : [];
      }),
    );
    return found.flat();
  };

  test('are followed as they come and go, also by a monitor that was killed', async (context) => {
    await ip('link', 'set', 'lo', 'up');
    await ip('link', 'add', 'wan0', 'type', 'veth', 'peer', 'name', 'isp0');
    for (const name of ['wan0', 'isp0']) await ip('link', 'set', name, 'up');
    await ip('address', 'add', '198.18.1.2/24', 'dev', 'wan0');
    await ip('route', 'add', 'default', 'via', '198.18.1.1');
    const ended = new AbortController();
    const changes: OwnAddresses[] = [];
    const watch = createAddressWatch({
      run,
      follow: followLines,
      clock: systemClock,
      log: silentLog,
      onChange: (now) => changes.push(now),
    });
    const watching = watch.run(ended.signal).catch(() => undefined);
    context.after(async () => {
      ended.abort();
      await watching;
      await until('the monitor is gone', async () => (await monitors()).length === 0);
    });
    await until('the first look', () => watch.current().own.length === 1);
    assert.deepEqual([watch.current().own, changes], [['198.18.1.2'], []]);

    await ip('address', 'flush', 'dev', 'wan0', 'scope', 'global');
    await ip('address', 'add', '198.18.2.2/24', 'dev', 'wan0');
    await ip('route', 'add', 'default', 'via', '198.18.2.1');
    await until('the move is seen', () => watch.current().own[0] === '198.18.2.2');
    assert.deepEqual(watch.current().left, ['198.18.1.2']);
    const seen = changes.length;
    assert.ok(seen > 0);

    const [first] = await monitors();
    if (first === undefined) throw new Error('no monitor runs');
    process.kill(first, 'SIGKILL');
    await until('another monitor', async () => (await monitors()).some((pid) => pid !== first));
    await ip('-6', 'address', 'add', '2001:db8:2::2/64', 'dev', 'wan0', 'nodad');
    await ip('-6', 'route', 'add', 'default', 'via', '2001:db8:2::1', 'dev', 'wan0');
    // A look may come between the address and the route.
    await until('IPv6 is seen', () => watch.current().families?.has(6) === true);
    assert.deepEqual([...(watch.current().families ?? [])], [4, 6]);
    assert.equal(watch.current().own.length, 2);

    // Silently for IPv4: the kernel does not say which routes went with the interface.
    await ip('link', 'set', 'wan0', 'down');
    await until('no way is left', () => watch.current().families?.size === 0);
  });
}
