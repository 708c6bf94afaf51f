import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNames } from '../../agent/tracker/names.ts';
import { fakeTime } from '../../bench/tracker/fake-time.ts';
import type { ResolveFamily } from '../../shared/net/resolve.ts';

const host = 'kiel.example.net';
const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};
const answering =
  (addresses: readonly string[], ttlS = 30) =>
  async () =>
    addresses.map((address) => ({ address, ttlS }));

function setUp(resolve: ResolveFamily) {
  const clock = fakeTime();
  let [current, words] = [resolve, 0];
  const names = createNames({
    resolve: (...args) => current(...args),
    clock,
    timeoutMs: 5000,
    onWord: () => words++,
  });
  const by = async (now: ResolveFamily) => {
    current = now;
    names.ask(host);
    await clock.pass(10);
  };
  return { names, clock, by, words: () => words };
}

for (const [what, resolve, counter, many] of [
  ['no such name', failing('ENOTFOUND'), 'nxdomain', 2],
  ['a loop of aliases', failing('ENODATA'), 'empty', 2],
  ['an empty answer', answering([]), 'empty', 2],
  ['a server that refuses', failing('EREFUSED'), 'failed', 2],
  ['loopback and nonsense', answering(['127.0.0.1', '::1', 'x', '0.0.0.0']), 'unusable', 8],
] as const)
  test(`${what}: counted, and the addresses of before stay`, async () => {
    const { names, by } = setUp(answering(['11.0.0.1']));
    await by(answering(['11.0.0.1']));
    await by(resolve);
    assert.equal(names.counters[counter] >= many, true, JSON.stringify(names.counters));
    assert.deepEqual(names.view(host)?.addresses, ['11.0.0.1']);
    assert.equal(names.view(host)?.isPending, false);
    assert.equal(names.view(host)?.isAnswered, false);
  });

test('of a hundred addresses eight are taken, and private ones of a public name come last', async () => {
  const { names, by } = setUp(answering([]));
  const hundred = Array.from({ length: 100 }, (_, i) => `11.0.0.${i}`);
  await by(answering(hundred));
  assert.equal(names.view(host)?.addresses.length, 8);
  assert.equal(names.counters.surplus, 92);
  await by(answering(['10.0.0.1', '11.0.0.1']));
  assert.deepEqual(names.view(host)?.addresses, ['11.0.0.1', '10.0.0.1']);
  assert.equal(names.counters.privates, 1);
});

test('a family that hangs keeps back neither the other one nor the name, and one lookup is made at a time', async () => {
  let asked = 0;
  const { names, clock, by, words } = setUp(answering([]));
  await by(async (_host, family) => {
    asked++;
    return family === 6 ? new Promise(() => {}) : [{ address: '11.0.0.1', ttlS: 2 }];
  });
  assert.deepEqual(names.view(host)?.addresses, ['11.0.0.1']);
  assert.equal(names.view(host)?.isPending, false);
  assert.equal(names.view(host)?.isAnswered, true);
  names.ask(host);
  assert.equal(asked, 2);
  await clock.pass(6000);
  assert.equal(names.counters.timeout, 1);
  assert.equal(words(), 2);
  names.ask(host);
  assert.equal(asked, 4);
});

test('an answer may be used for its TTL, at least a second and at most five minutes', async () => {
  for (const [ttlS, usedS] of [
    [0, 1],
    [60, 60],
    [1e9, 300],
    [Number.NaN, 1],
  ] as const) {
    const { names, clock, by } = setUp(answering([]));
    await by(answering(['11.0.0.1'], ttlS));
    const leftMs = (names.view(host)?.expiresMs ?? 0) - clock.monotonic();
    assert.ok(Math.abs(leftMs - usedS * 1000) <= 20, `${ttlS}: ${leftMs}`);
  }
});
