// long: each part of an examination is small, and is tested together with what it needs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { BirdReply } from '../../agent/bird/reply.ts';
import { type BirdSocket, BirdSocketError } from '../../agent/bird/socket.ts';
import type { Bundle } from '../../agent/check/bundle.ts';
import { parseLinkFile } from '../../agent/check/link-file.ts';
import { askBird, ownNetworks, pathOf, sessionsOf } from '../../agent/examine/bird.ts';
import { createLook } from '../../agent/examine/bounded.ts';
import { createExamine, type ExaminePorts } from '../../agent/examine/examine.ts';
import { keyFaults } from '../../agent/examine/keys.ts';
import { lookUp, namesIn } from '../../agent/examine/names.ts';
import { unannouncedOf } from '../../agent/examine/node.ts';
import type { Journal } from '../../agent/journal/schema.ts';
import { newLinkMemory } from '../../agent/tracker/link-memory.ts';
import { bounded } from '../../controller/why/clean.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';

/** Lines as BIRD 2.0.12 prints them, all with one code but for those that begin something. */
const reply = (text: string, code: number, first = code): BirdReply => ({
  code: 0,
  lines: text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ code: line.startsWith(' ') ? code : first, text: line })),
});

const protocols = reply(
  `tl_device  Device     ---        up     2026-11-23 23:51:47
link_kiel  BGP        ---        start  2026-11-23 23:51:47  Active        Received: Administrative shutdown
  BGP state:          Active
link_mainz BGP        ---        down   2026-11-23 23:51:47
  BGP state:          Down
link_berlin BGP        ---        up     2026-11-23 23:51:47.500  Established
  BGP state:          Established
  Channel ipv4
    Import limit:   2 [HIT]
    Routes:         2 imported, 3 exported, 2 preferred
  Channel ipv6
    Routes:         1 imported, 0 exported, 0 preferred
`,
  1006,
  1002,
);

describe('what BIRD says in an examination', () => {
  it('has of each session its state, its last error, its prefixes and whether their limit is hit', () => {
    const sessions = sessionsOf(protocols);
    assert.deepEqual([...sessions.keys()], ['link_kiel', 'link_mainz', 'link_berlin']);
    assert.deepEqual(sessions.get('link_kiel'), {
      protocol: 'start',
      bgp: 'Active',
      error: 'Received: Administrative shutdown',
      imported: 0,
      isLimitHit: false,
    });
    assert.equal(sessions.get('link_mainz')?.protocol, 'down');
    assert.deepEqual(
      [sessions.get('link_berlin')?.imported, sessions.get('link_berlin')?.isLimitHit],
      [3, true],
    );
  });

  it('has the networks that are its own, and the AS numbers on a way', () => {
    const shown = reply(
      `10.1.0.0/24          unicast [tl_direct 2026-11-23] * (240)
	dev lan0
fd00:1:0::/64        unicast [tl_direct 2026-11-23] * (240)
Table master6:`,
      1007,
    );
    const own = ownNetworks(shown);
    assert.deepEqual([...own], ['10.1.0.0/24', 'fd00:1::/64']);
    const settings = {
      loopback_v4: '10.255.0.1',
      loopback_v6: 'fd00::1',
      prefixes: ['10.255.0.1/32', 'fd00::1/128', '10.1.0.0/24', '10.2.0.0/24', 'FD00:1:0::/64'],
    };
    const found = { state: 'running', sessions: new Map(), bfd: new Map(), own, path: [] } as const;
    assert.deepEqual(unannouncedOf({ settings } as unknown as Bundle, found), ['10.2.0.0/24']);
    assert.deepEqual(unannouncedOf({ settings } as unknown as Bundle, { ...found, own: undefined }), []);
    assert.deepEqual(pathOf(reply('\tBGP.as_path: 4200000002 {7 8} 65001', 1012)), [4200000002, 65001]);
    assert.deepEqual(pathOf(reply('\tBGP.origin: IGP', 1012)), []);
  });

  it('is nothing but its state where it does not answer, whatever it is asked', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'ENOENT' });
    const socket: BirdSocket = () => Promise.reject(new BirdSocketError('/run/none', gone));
    assert.equal((await askBird(socket, '/run/none', '10.0.0.1')).state, 'absent');
    const hanging: BirdSocket = () =>
      Promise.reject(new BirdSocketError('/run/none', new Error('no answer')));
    assert.equal((await askBird(hanging, '/run/none', undefined)).state, 'silent');
  });
});

describe('a name in an examination', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(`query ${code}`), { code }));

  it('tells a resolver that is dead from a name that is not there', async () => {
    const answers = async (_host: string, family: 4 | 6) =>
      family === 4 ? [{ address: '198.18.2.2', ttlS: 5 }] : failing('ENODATA')();
    assert.deepEqual(await lookUp(answers, 'a.example', 10), {
      answers: ['198.18.2.2'],
      error: '',
      isDead: false,
    });
    assert.deepEqual(await lookUp(failing('ENOTFOUND'), 'a.example', 10), {
      answers: [],
      error: 'query ENOTFOUND',
      isDead: false,
    });
    for (const code of ['ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL', 'EREFUSED'])
      assert.equal((await lookUp(failing(code), 'a.example', 10)).isDead, true, code);
  });

  it('is looked for in the endpoints of the controller', () => {
    assert.deepEqual(
      namesIn(['vpn.example.net:51820', '203.0.113.1:51820', '[2001:db8::1]:51820', 'vpn.example.net:7']),
      ['vpn.example.net'],
    );
  });
});

const own = generateBoxKeyPair();
const peerKey = generateBoxKeyPair().publicKey.toString('base64');
const psk = Buffer.alloc(32, 7).toString('base64');
const link = parseLinkFile(
  'tl-berlin.conf',
  `[Interface]
PrivateKey = @private
ListenPort = 51821
FwMark = 0x746c
Address = fe80::1/64
MTU = 1420

[Peer]
PublicKey = ${peerKey}
PresharedKey = @psk:aachen--berlin:1
AllowedIPs = 0.0.0.0/0, ::/0
Endpoint = berlin.example.net:51822
`,
);
const device = {
  publicKey: own.publicKey.toString('base64'),
  listenPort: 51821,
  fwmark: 0x746c,
  peers: [
    {
      publicKey: peerKey,
      endpoint: '198.18.2.2:51822',
      allowedIps: ['0.0.0.0/0', '::/0'],
      latestHandshake: 1,
      receivedBytes: 10,
      sentBytes: 10,
      hasPresharedKey: true,
    },
  ],
};

describe('keys in an examination', () => {
  const bundle = { presharedKeys: new Map([['psk:aachen--berlin:1', psk]]) };
  const showing =
    (key: string): Run =>
    async () =>
      `tl-berlin\t${own.privateKey.toString('base64')}\t${device.publicKey}\t51821\t0x746c
tl-berlin\t${peerKey}\t${key}\t198.18.2.2:51822\t0.0.0.0/0,::/0\t1\t10\t10\toff\n`;
  const never = new AbortController().signal;
  const faultsWith = async (run: Run, privateKey = own.privateKey) => {
    const ports = { wireguard: createWireGuard(run), linkPrivateKey: () => privateKey };
    const look = createLook(systemClock, never, 10_000, new Set());
    const faults = await keyFaults(ports, look, bundle, [link], new Map([['tl-berlin', device]]));
    return faults.get('tl-berlin');
  };

  it('are the bundle’s, or it is said that they are not, and nothing of them', async () => {
    assert.deepEqual(await faultsWith(showing(psk)), []);
    const other = Buffer.alloc(32, 9).toString('base64');
    const faults = [
      ...((await faultsWith(showing(other))) ?? []),
      ...((await faultsWith(showing(psk), generateBoxKeyPair().privateKey)) ?? []),
    ];
    assert.deepEqual(faults, [
      'has another pre-shared key than its bundle',
      'has another private key than this node',
    ]);
    for (const fault of faults) assert.ok(!fault.includes(other) && !fault.includes(psk));
    // What wg prints may hold a key.
    const failing: Run = () => Promise.reject(new CommandError(`wg: ${psk}`, 'wg', 1, psk));
    assert.deepEqual(await faultsWith(failing), []);
  });

  it('are looked at by one program for all links, and each own key is derived once', async () => {
    let [runs, derived] = [0, 0];
    const names = Array.from({ length: 256 }, (_none, index) => `tl-${index}`);
    const ports = {
      wireguard: createWireGuard(async () => {
        runs++;
        return '';
      }),
      linkPrivateKey: () => {
        derived++;
        return own.privateKey;
      },
    };
    const links = names.map((name) => ({ ...link, interface: name }));
    const look = createLook(systemClock, never, 10_000, new Set());
    await keyFaults(ports, look, bundle, links, new Map(names.map((name) => [name, device])));
    assert.deepEqual([runs, derived], [1, 1]);
  });
});

describe('an examination', () => {
  const never = new AbortController().signal;
  const journal = {
    phase: { state: 'idle' },
    lastApply: { release: 3, outcome: 'rolledBack', reason: 'no session' },
  } as unknown as Journal;

  function portsOf(changes: Partial<ExaminePorts>, folder: string): ExaminePorts {
    const bundle = {
      folder,
      links: [link],
      manifest: { files: [] },
      settings: {
        ...{ links: [{ peer: 'berlin', interface: 'tl-berlin', session: 'link_berlin' }], prefixes: [] },
        ...{ loopback_v4: '10.255.0.1', loopback_v6: 'fd00::1' },
      },
      presharedKeys: new Map(),
    } as unknown as Bundle;
    const failing: Run = async (command, args) => {
      if (args.includes('address')) return '[]';
      throw new CommandError(`${command}: broken`, command, 2, 'broken');
    };
    return {
      run: failing,
      clock: systemClock,
      wireguard: { state: async () => new Map([['tl-berlin', device]]), withOtherKey: async () => new Set() },
      socket: async () => Promise.reject(new BirdSocketError('/run/none', new Error('no answer'))),
      socketPath: '/run/none',
      bundle: async () => bundle,
      controllerNames: () => [],
      resolveFamily: async () => [],
      linkPrivateKey: () => own.privateKey,
      pathMtus: { of: () => undefined },
      tracked: () =>
        new Map([
          [
            'tl-berlin',
            {
              ...{
                peer: 'berlin',
                last: undefined,
                downSinceMs: undefined,
                hintSerial: 0,
                publicKey: peerKey,
              },
              memory: { ...newLinkMemory, reason: 'nothing arrives', receivedAtMs: systemClock.monotonic() },
            },
          ],
        ]),
      handshakeAgeS: () => Number.POSITIVE_INFINITY,
      freeSpace: async () => ({ bytes: 5, inodes: undefined, blockSize: 1 }),
      config: { state_dir: folder },
      journal: { current: () => journal },
      drift: () => ['files: x', 'links: tl-old is missing'],
      uplinks: () => ({ own: ['198.18.1.2'], families: new Set([4] as const) }),
      ...changes,
    };
  }

  async function examined(changes: Partial<ExaminePorts> = {}, question = { peer: '', routeTo: '' }) {
    const folder = mkdtempSync(join(tmpdir(), 'towline-examine-'));
    try {
      const { examination } = await createExamine(portsOf(changes, folder)).examine(question, never);
      return examination ?? {};
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('says what it could see, and what it could not, though every program fails', async () => {
    const { links = [], blind = [], ...node } = await examined();
    assert.equal(node.birdState, 'silent');
    assert.equal(node.freeBytes, 5);
    assert.deepEqual(node.drift, ['files: x']);
    assert.deepEqual(node.defaultRoutes, ['IPv4']);
    assert.match(node.applyReason ?? '', /no session/);
    const [berlin] = links;
    assert.deepEqual(
      [berlin?.peer, berlin?.endpoint, berlin?.endpointName, berlin?.answerError, berlin?.smallPing],
      ['berlin', '198.18.2.2:51822', 'berlin.example.net', 'no address', ''],
    );
    assert.deepEqual(berlin?.faults, ['is missing']);
    assert.equal('handshakeAgeS' in (berlin ?? {}), false);
    assert.ok(blind.some((line) => line.startsWith('policy rules: ip: broken')));
  });

  it('looks at one link where one is asked for, and at none that is not there', async () => {
    assert.equal((await examined({}, { peer: 'berlin', routeTo: '' })).links?.length, 1);
    assert.deepEqual((await examined({}, { peer: '__proto__', routeTo: '-json' })).links, []);
  });

  it('gives no program an address to look for that is none', async () => {
    const calls: string[] = [];
    const run: Run = (command, args) => {
      calls.push([command, ...args].join(' '));
      if (args.includes('address')) return Promise.resolve('[]');
      return Promise.reject(new CommandError('broken', command, 2, ''));
    };
    await examined({ run }, { peer: '', routeTo: '10.0.0.1; reboot' });
    assert.ok(!calls.some((call) => call.includes('reboot')), calls.join('\n'));
  });

  it('refuses rather than to say that links are missing which it could not look at', async () => {
    const run: Run = () => Promise.reject(new CommandError('ip: broken', 'ip', 2, ''));
    await assert.rejects(examined({ run }), /cannot look at its links: interfaces: ip: broken/);
  });

  it('waits for nothing that hangs', async () => {
    const hangs = () => new Promise<never>(() => undefined);
    const patient = {
      ...systemClock,
      sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(50, signal),
    };
    const { blind = [] } = await examined({ bundle: hangs, freeSpace: hangs, clock: patient });
    assert.ok(blind.some((line) => /^bundle: not done within \d+ ms$/.test(line)));
    assert.ok(blind.some((line) => line.startsWith('free space: not done')));
  });

  it('takes no longer than the controller waits, and says what had no time', async () => {
    // Time passes only where something waits for it; what hangs takes all that it has.
    let nowMs = 0;
    const waiting = new Map<() => void, number>();
    const clock = {
      ...systemClock,
      monotonic: () => nowMs,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          waiting.set(resolve, nowMs + ms);
          signal?.addEventListener('abort', () => {
            waiting.delete(resolve);
            reject(signal.reason);
          });
        }),
    };
    const hangs = () => new Promise<never>(() => undefined);
    const up = [
      { ifname: 'tl-berlin', mtu: 1420, flags: ['UP'], addr_info: [{ local: 'fe80::1', prefixlen: 64 }] },
    ];
    const pings: number[] = [];
    const run: Run = async (command, args, options) => {
      if (command === 'ip' && args.includes('address')) return JSON.stringify(up);
      if (command === 'ip') return '[{"dev":"wan0"}]';
      pings.push(options?.timeoutMs ?? Number.POSITIVE_INFINITY);
      return await hangs();
    };
    let isOver = false;
    const examining = examined({
      clock,
      run,
      socket: hangs,
      freeSpace: hangs,
      wireguard: { state: async () => new Map([['tl-berlin', device]]), withOtherKey: hangs },
    }).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      // Until everything that does not wait for time has come to an end.
      for (let round = 0; round < 100; round++) await new Promise(setImmediate);
      const [next] = [...waiting].sort(([, a], [, b]) => a - b);
      if (next === undefined) continue;
      waiting.delete(next[0]);
      nowMs = Math.max(nowMs, next[1]);
      next[0]();
    }
    const { blind = [], links = [], birdState } = await examining;
    assert.ok(nowMs <= 1_700, `${nowMs} ms`);
    assert.ok(pings.length >= 1 && pings.every((ms) => ms < 1_700), pings.join());
    assert.deepEqual([birdState, links[0]?.smallPing, links[0]?.outerPing], ['', '', '']);
    for (const what of ['BIRD', 'free space', 'pre-shared keys', 'ping to 198.18.2.2'])
      assert.ok(
        blind.some((line) => line.startsWith(`${what}: not done within`)),
        `${what}: ${blind.join('; ')}`,
      );
  });

  it('is bounded at the controller, whatever an agent sends', () => {
    const evil = { drift: Array(10_000).fill('x'.repeat(100_000)), links: [{ peer: 'y'.repeat(9999) }] };
    const taken = bounded(evil as unknown as Examination);
    assert.equal(taken.drift.length, 512);
    assert.equal(taken.drift[0]?.length, 1000);
    assert.equal(taken.links[0]?.peer.length, 1000);
  });
});
