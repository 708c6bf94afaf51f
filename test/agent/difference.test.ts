import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLinks, portsInTheWay, type RunningLinks } from '../../agent/apply/difference.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { fwmark } from '../../shared/wireguard-names.ts';

const key = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';
const link = (name: string, port: number, psk = 1) =>
  parseLinkFile(
    `${name}.conf`,
    `[Interface]\nPrivateKey = @private\nListenPort = ${port}\nFwMark = 0x746c\nAddress = fe80::1/64\nMTU = 1420
[Peer]\nPublicKey = ${key}\nPresharedKey = @psk:a--b:${psk}\nAllowedIPs = ::/0\n`,
  );

const [a, b] = [link('tl-a', 51821), link('tl-b', 51822)];

function running(...links: (typeof a)[]): RunningLinks {
  return {
    interfaces: links.map(({ interface: name, mtu }) => ({
      name,
      index: 1,
      up: true,
      mtu,
      addresses: ['fe80::1/64'],
    })),
    devices: new Map(
      links.map(({ interface: name, listenPort }) => [
        name,
        {
          publicKey: '',
          listenPort,
          fwmark,
          peers: [
            {
              publicKey: key,
              allowedIps: ['::/0'],
              latestHandshake: 0,
              receivedBytes: 0,
              sentBytes: 0,
              hasPresharedKey: true,
            },
          ],
        },
      ]),
    ),
  };
}

const names = ({ remove, update, create }: ReturnType<typeof compareLinks>) => ({
  remove,
  update: update.map((item) => item.interface),
  create: create.map((item) => item.interface),
});
const nothing = { remove: [], update: [], create: [] };

test('links that did not change and run as they should are in no list', () => {
  assert.deepEqual(names(compareLinks([a, b], [a, b], running(a, b))), nothing);
});

test('a new link is created, one that is gone is removed, the others are left alone', () => {
  assert.deepEqual(names(compareLinks([a, b], [a], running(a))), { ...nothing, create: ['tl-b'] });
  assert.deepEqual(names(compareLinks([a], [a, b], running(a, b))), { ...nothing, remove: ['tl-b'] });
});

test('a new version of a pre-shared key is an update, though nothing of it can be seen', () => {
  assert.deepEqual(names(compareLinks([link('tl-a', 51821, 2)], [a], running(a))), {
    ...nothing,
    update: ['tl-a'],
  });
});

test('at boot nothing is taken for granted', () => {
  assert.deepEqual(names(compareLinks([a, b], undefined, running(a))), {
    ...nothing,
    update: ['tl-a'],
    create: ['tl-b'],
  });
});

test('only interfaces with the prefix are ever removed', () => {
  const others = ['lo', 'eth0', 'tlmgmt', 'tlx', 'wg0', 'TL-a'].map((name) => ({
    name,
    index: 1,
    up: true,
    mtu: 1500,
    addresses: [],
  }));
  const { devices, interfaces } = running(a);
  assert.deepEqual(names(compareLinks([], [a], { devices, interfaces: [...interfaces, ...others] })), {
    ...nothing,
    remove: ['tl-a'],
  });
});

type Change = (state: RunningLinks) => RunningLinks;
const device =
  (change: object): Change =>
  ({ interfaces, devices }) => ({
    interfaces,
    devices: new Map([...devices].map(([name, state]) => [name, { ...state, ...change }])),
  });
const drifts: [string, Change][] = [
  [
    'is down',
    (state) => ({ ...state, interfaces: state.interfaces.map((item) => ({ ...item, up: false })) }),
  ],
  [
    'has another MTU',
    (state) => ({ ...state, interfaces: state.interfaces.map((item) => ({ ...item, mtu: 1300 })) }),
  ],
  [
    'lost its address',
    (state) => ({ ...state, interfaces: state.interfaces.map((item) => ({ ...item, addresses: [] })) }),
  ],
  ['has another port', device({ listenPort: 1 })],
  ['has no mark', device({ fwmark: 0 })],
  ['lost its peer', device({ peers: [] })],
  ['is no WireGuard', (state) => ({ ...state, devices: new Map() })],
];

for (const [name, drift] of drifts) {
  test(`an interface that ${name} is brought back`, () => {
    assert.deepEqual(names(compareLinks([a], [a], drift(running(a)))), { ...nothing, update: ['tl-a'] });
  });
}

test('whoever of ours holds the port that a link needs leaves it, the management tunnel too', () => {
  const holders = (name: string) => running({ ...a, interface: name }).devices;
  const taken: [string, string[]][] = [
    ['tl-b', ['tl-b']],
    ['tlmgmt', ['tlmgmt']],
    ['tlmgmt2', ['tlmgmt2']],
    // It has it already, it goes by itself, it is not ours.
    ['tl-a', []],
    ['tl-gone', []],
    ['wg0', []],
  ];
  for (const [name, leaving] of taken)
    assert.deepEqual(portsInTheWay([a], ['tl-gone'], holders(name)), leaving, name);
});
