import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { renewCommand } from '../../shared/wireguard/difference.ts';
import { type PeerMemory, silenceMs, watchSilence } from '../../shared/wireguard/silence.ts';

const minute = 60_000;

/** A peer that is looked at each half minute. What it receives is `arrives` of the time; renewing empties it. */
function watch(minutes: number, arrives: (ms: number) => number, random = 0): number[] {
  let memory: PeerMemory | undefined;
  let [receivedBytes, renewals] = [0, [] as number[]];
  for (let ms = 0; ms <= minutes * minute; ms += minute / 2) {
    receivedBytes += arrives(ms);
    const look = watchSilence(memory, { receivedBytes, nowMs: ms, random });
    memory = look.memory;
    if (!look.isDue) continue;
    renewals = [...renewals, ms / minute];
    receivedBytes = 0;
  }
  return renewals;
}

/** Something arrives in the first minute and never again. */
const dies = (ms: number) => (ms <= minute ? 148 : 0);

test('a peer that something arrives from is never renewed', () => {
  assert.deepEqual(
    watch(600, () => 32),
    [],
  );
  assert.deepEqual(
    watch(600, (ms) => (ms % (4 * minute) === 0 ? 32 : 0)),
    [],
    'four minutes apart',
  );
});

test('a peer that never sent anything is never renewed', () => {
  assert.deepEqual(
    watch(600, () => 0),
    [],
  );
});

test('a peer that is gone for good is renewed once', () => {
  assert.deepEqual(watch(7 * 24 * 60, dies), [6]);
});

test('what is heard for a moment after each renewal is renewed ever more seldom, up to once an hour', () => {
  /** One old initiation a minute after each renewal, as somebody who recorded them would send. */
  let last = -1;
  const renewals: number[] = [];
  let memory: PeerMemory | undefined;
  let receivedBytes = 148;
  for (let ms = 0; ms <= 600 * minute; ms += minute / 2) {
    if (ms / minute - last === 1 && last > 0) receivedBytes += 148;
    const look = watchSilence(memory, { receivedBytes, nowMs: ms, random: 0 });
    memory = look.memory;
    if (!look.isDue) continue;
    last = ms / minute;
    renewals.push(last);
    receivedBytes = 0;
  }
  const gaps = renewals.map((at, index) => at - (renewals[index - 1] ?? 0));
  assert.deepEqual(gaps.slice(0, 6), [5, 6, 10, 20, 40, 60]);
  assert.ok(gaps.slice(6).every((gap) => gap === 60));
});

test('a peer that was heard for a minute starts anew', () => {
  const lives = (ms: number) => (ms % (20 * minute) < 3 * minute ? 32 : 0);
  const renewals = watch(100, lives);
  assert.deepEqual(renewals, [7.5, 27.5, 47.5, 67.5, 87.5]);
});

test('pauses differ by up to a quarter, so that neighbours of one node do not act as one, and end at an hour', () => {
  let memory: PeerMemory | undefined = {
    receivedBytes: 148,
    receivedAtMs: 0,
    arrivingSinceMs: 0,
    renewals: 0,
    notBeforeMs: 0,
  };
  for (const expected of [6.25, 12.5, 25, 50, 60, 60]) {
    const nowMs = Math.max(silenceMs, memory.notBeforeMs);
    const look = watchSilence(memory, { receivedBytes: 148, nowMs, random: 1 });
    assert.equal(look.isDue, true);
    memory = look.memory;
    assert.equal(memory.notBeforeMs - nowMs, expected * minute);
  }
});

test('a peer is taken away and added in one command, which names no secret', () => {
  const [publicKey, presharedKey] = [0, 1].map(() => generateBoxKeyPair().publicKey.toString('base64'));
  assert.ok(publicKey !== undefined && presharedKey !== undefined);
  const bare = { publicKey, allowedIps: ['fd00::1/128'] };
  const again = ['peer', publicKey, 'remove', 'peer', publicKey];
  assert.deepEqual(renewCommand(bare), { args: [...again, 'allowed-ips', 'fd00::1/128'] });
  const whole = { ...bare, presharedKey, endpoint: '[2001:db8::1]:51820', persistentKeepalive: 25 };
  const { args, input } = renewCommand(whole);
  assert.deepEqual(args.slice(5), [
    ...['preshared-key', '/dev/stdin', 'endpoint', '[2001:db8::1]:51820'],
    ...['persistent-keepalive', '25', 'allowed-ips', 'fd00::1/128'],
  ]);
  assert.equal(input, `${presharedKey}\n`);
  assert.throws(() => renewCommand({ ...bare, endpoint: 'kiel.example.net:51820' }), /resolve names first/);
});
