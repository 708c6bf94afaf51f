import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { hasToAsk } from '../../agent/tracker/has-to-ask.ts';
import { newLinkMemory } from '../../agent/tracker/link-memory.ts';
import type { LinkRecord } from '../../agent/tracker/links.ts';
import { parseTraffic, type Traffic } from '../../agent/tracker/traffic.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';

const name = 'tl-kiel';

function world() {
  let nowMs = 1000;
  let [asked, real, counter]: [number, number, Traffic | undefined] = [
    0,
    500,
    { receivedBytes: 0, sentBytes: 0 },
  ];
  const device = (): DeviceState => ({
    ...{ publicKey: '', listenPort: 1, fwmark: 0 },
    peers: [
      {
        publicKey: 'key',
        ...{ allowedIps: [], latestHandshake: 7, receivedBytes: real, sentBytes: 0, hasPresharedKey: false },
      },
    ],
  });
  const glances = createGlances(
    {
      state: async () => {
        asked++;
        return new Map([[name, device()]]);
      },
    },
    { monotonic: () => nowMs },
    () => new Map(counter === undefined ? [] : [[name, counter]]),
  );
  const received = (devices: ReadonlyMap<string, DeviceState> | undefined) =>
    devices?.get(name)?.peers[0]?.receivedBytes;
  return {
    asked: () => asked,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** A packet of data comes: WireGuard counts what is around it too. */
    data: (bytes: number) => {
      real += bytes + 32;
      counter = { receivedBytes: (counter?.receivedBytes ?? 0) + bytes, sentBytes: 0 };
    },
    /** A keepalive comes, which wireguard-go does not hand to the interface. */
    keepalive: () => {
      real += 32;
    },
    vanish: () => {
      counter = undefined;
    },
    restart: () => {
      counter = { receivedBytes: 0, sentBytes: 0 };
    },
    look: async () => received(await glances.look()),
    glance: () => received(glances.glance()),
  };
}

test('a glance shows what the interface has received, and asks nobody', async () => {
  const it = world();
  assert.equal(it.glance(), undefined, 'nobody was asked yet');
  assert.equal(await it.look(), 500);
  assert.equal(it.glance(), 500);
  it.data(100);
  assert.equal(it.glance(), 600);
  it.data(100);
  assert.equal(it.glance(), 700);
  assert.equal(it.asked(), 1);
});

test('what came before the last glance is nothing new when WireGuard is asked', async () => {
  const it = world();
  await it.look();
  it.data(100);
  assert.equal(it.glance(), 600);
  it.pass(1000);
  assert.equal(await it.look(), 600, 'the link fell silent after the glance');
  it.pass(1000);
  assert.equal(await it.look(), 600, 'and is');
  it.data(10);
  assert.equal(await it.look(), 674, "WireGuard's own counter again");
});

test('a keepalive that the interface does not count is seen when WireGuard is asked', async () => {
  const it = world();
  await it.look();
  assert.equal(it.glance(), 500);
  it.keepalive();
  assert.equal(it.glance(), 500);
  assert.equal(await it.look(), 532);
});

test('WireGuard is asked after five seconds, and where an interface is gone or begins anew', async () => {
  const it = world();
  it.data(100);
  await it.look();
  it.pass(4999);
  assert.equal(it.glance(), 632);
  it.pass(1);
  assert.equal(it.glance(), undefined);
  await it.look();
  it.restart();
  assert.equal(it.glance(), undefined);
  await it.look();
  it.vanish();
  assert.equal(it.glance(), undefined);
});

test('only links and the management tunnel are read from the table of interfaces', () => {
  const table = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     100       1    0    0    0     0          0         0      100       1    0    0    0     0       0          0
tl-kiel: 1234567890123     1    0    0    0     0          0         0      42       1    0    0    0     0       0          0
tlmgmt:7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0
  tlan0: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0
`;
  assert.deepEqual(
    [...parseTraffic(table)],
    [
      ['tl-kiel', { receivedBytes: 1_234_567_890_123, sentBytes: 42 }],
      ['tlmgmt', { receivedBytes: 7, sentBytes: 8 }],
    ],
  );
  assert.deepEqual([...parseTraffic('')], []);
});

for (const [what, memory, receivedBytes, expected] of [
  ['that works and received something', { state: 'up' }, 2, false],
  ['that works and received nothing', { state: 'up' }, 1, true],
  ['that is suspect', { state: 'suspect' }, 2, true],
  ['whose name is asked for', { state: 'resolving' }, 1, true],
  ['that waits for its turn', { state: 'backingOff', nextMs: 6000 }, 1, false],
  ['whose turn is due', { state: 'backingOff', nextMs: 5000 }, 1, true],
  ['that was silent and received something', { state: 'backingOff', nextMs: 6000 }, 2, true],
  ['at which only the peer can begin', { state: 'passive' }, 1, false],
] as const) {
  test(`a look that shows a link ${what} is ${expected ? 'not ' : ''}enough`, () => {
    const record = { memory: { ...newLinkMemory, receivedBytes: 1, ...memory } } as LinkRecord;
    const bundle = { links: [{ interface: name }] } as unknown as Bundle;
    const device = { peers: [{ receivedBytes }] } as unknown as DeviceState;
    const glanced = new Map([[name, device]]);
    assert.equal(hasToAsk(bundle, new Map([[name, record]]), glanced, 5000), expected);
    assert.equal(hasToAsk(bundle, new Map(), glanced, 5000), true, 'one that was never looked at');
  });
}
