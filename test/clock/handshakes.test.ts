import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHandshakeAges } from '../../agent/clock/handshakes.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';

const now = Date.UTC(2026, 10, 22);

function setUp() {
  const time = { wall: now, monotonic: 5000 };
  const ages = createHandshakeAges({ now: () => time.wall, monotonic: () => time.monotonic });
  const peer = {
    publicKey: 'k',
    allowedIps: [],
    latestHandshake: 0,
    receivedBytes: 0,
    sentBytes: 0,
    hasPresharedKey: false,
  };
  return {
    time,
    /** The age after so many seconds, seen with these values. */
    after: (seconds: number, changes: Partial<DeviceState['peers'][number]> = {}) => {
      time.wall += seconds * 1000;
      time.monotonic += seconds * 1000;
      Object.assign(peer, changes);
      ages.look(new Map([['tl-kiel', { publicKey: '', listenPort: 1, fwmark: 0, peers: [peer] }]]));
      return ages.ageS('tl-kiel');
    },
    ages,
  };
}

test('a handshake ages as time passes', () => {
  const { after, ages } = setUp();
  assert.equal(after(0), undefined);
  assert.equal(after(0, { latestHandshake: now / 1000 - 10 }), 10);
  assert.equal(after(100), 110);
  assert.equal(after(20, { latestHandshake: now / 1000 + 118 }), 0);
  ages.look(new Map());
  assert.equal(ages.ageS('tl-kiel'), undefined, 'the interface is gone');
});

for (const [what, jumpMs] of [
  ['to 2099', Date.UTC(2099, 0, 1) - now],
  ['to 1970', -now],
] as const) {
  test(`a clock that jumps ${what} makes no handshake older or younger`, () => {
    const { time, after } = setUp();
    after(0, { latestHandshake: now / 1000 - 10 });
    time.wall += jumpMs;
    assert.equal(after(30), 40);
    assert.equal(after(30, { latestHandshake: Math.floor(time.wall / 1000) + 30 }), 0);
  });

  test(`an agent that starts after the clock jumped ${what} knows by what arrives that the session is good`, () => {
    const { time, after } = setUp();
    time.wall += jumpMs;
    const handshake = { latestHandshake: now / 1000 - 10, receivedBytes: 100 };
    assert.ok((after(0, handshake) ?? 0) > 180, 'not known yet');
    assert.ok((after(1) ?? 0) > 180, 'nothing arrived');
    assert.equal(after(1, { receivedBytes: 200 }), 180);
    assert.equal(after(60), 240);
  });
}
