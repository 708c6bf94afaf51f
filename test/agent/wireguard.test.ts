import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { parseHosts } from '../../shared/net/resolve.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { CommandError, type Run, run } from '../../shared/os/run.ts';
import { formatSyncText } from '../../shared/wireguard/config-text.ts';
import { setCommands } from '../../shared/wireguard/difference.ts';
import { parseAllDump, withoutSecrets } from '../../shared/wireguard/dump.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';

const base64 = () => generateBoxKeyPair().privateKey.toString('base64');
const [privateKey, publicKey, psk, peer, silent] = [base64(), base64(), base64(), base64(), base64()];
const dump = `tl-a\t${privateKey}\t${publicKey}\t51821\t0x746c
tl-a\t${peer}\t${psk}\t[2001:db8::1]:51821\t0.0.0.0/0,::/0\t1795361138\t1000\t2000\t25
tl-a\t${silent}\t(none)\t(none)\t(none)\t0\t0\t0\toff
tl-b\t(none)\t(none)\t0\toff
`;

test('the dump of all interfaces is read, and what is handed on holds no secret', () => {
  const devices = parseAllDump(dump);
  const a = devices.get('tl-a');
  assert.ok(a);
  assert.deepEqual(withoutSecrets(a), {
    publicKey,
    listenPort: 51821,
    fwmark: 0x746c,
    peers: [
      {
        publicKey: peer,
        endpoint: '[2001:db8::1]:51821',
        allowedIps: ['0.0.0.0/0', '::/0'],
        latestHandshake: 1795361138,
        receivedBytes: 1000,
        sentBytes: 2000,
        persistentKeepalive: 25,
        hasPresharedKey: true,
      },
      {
        publicKey: silent,
        allowedIps: [],
        latestHandshake: 0,
        receivedBytes: 0,
        sentBytes: 0,
        hasPresharedKey: false,
      },
    ],
  });
  assert.deepEqual(devices.get('tl-b')?.peers, []);
  const text = JSON.stringify([...devices].map(([, device]) => withoutSecrets(device)));
  assert.ok(!text.includes(privateKey) && !text.includes(psk));
});

test('whatever wg prints is read or refused, without repeating a key', () => {
  const field = fc.oneof(
    fc.constantFrom(privateKey, psk, '(none)', 'off', '0', '51821', 'tl-a'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(fc.array(field, { maxLength: 10 }), { maxLength: 5 }), (lines) => {
      try {
        parseAllDump(lines.map((line) => line.join('\t')).join('\n'));
      } catch (error) {
        assert.ok(error instanceof TowlineError, String(error));
        assert.ok(!error.message.includes(privateKey) && !error.message.includes(psk));
      }
    }),
  );
});

const config = {
  privateKey,
  listenPort: 51821,
  fwmark: 0x746c,
  peers: [
    {
      publicKey: peer,
      presharedKey: psk,
      endpoint: '198.18.1.2:51821',
      allowedIps: ['0.0.0.0/0', '::/0'],
      persistentKeepalive: 25,
    },
  ],
};

test('a device without peers gets everything at once, and always a pre-shared key', () => {
  assert.match(formatSyncText(config), /Endpoint = 198\.18\.1\.2:51821/);
  const { presharedKey: _psk, ...withoutPsk } = config.peers[0] ?? { publicKey: '', allowedIps: [] };
  assert.match(formatSyncText({ ...config, peers: [withoutPsk] }), /PresharedKey = A{43}=/);
});

const refused: [string, object][] = [
  ['a name as endpoint', { endpoint: 'vpn.example.net:51821' }],
  ['an endpoint with a second line', { endpoint: '198.18.1.2:1\nPostUp = x' }],
  ['a port out of range', { endpoint: '198.18.1.2:65536' }],
  ['a key that is none', { publicKey: 'x' }],
  ['a prefix that is none', { allowedIps: ['10.0.0.0/33'] }],
];

for (const [name, change] of refused) {
  test(`${name} never reaches wg`, () => {
    const bad = { ...config, peers: config.peers.map((item) => ({ ...item, ...change })) };
    assert.throws(() => formatSyncText(bad), TowlineError);
  });
}

test('a device that is as wanted gets no command, wherever its peer has roamed to; each difference is named alone', () => {
  const [device] = parseAllDump(dump.split('\n').slice(0, 2).join('\n')).values();
  assert.ok(device);
  assert.deepEqual(setCommands(config, device), []);
  const [item] = config.peers;
  assert.ok(item);
  const { presharedKey: _psk, ...noPsk } = item;
  const table: [object, { args: string[]; input?: string }[]][] = [
    [{ privateKey: psk }, [{ args: ['private-key', '/dev/stdin'], input: `${psk}\n` }]],
    [{ listenPort: 1 }, [{ args: ['listen-port', '1'] }]],
    [{ fwmark: 1 }, [{ args: ['fwmark', '1'] }]],
    [{ peers: [] }, [{ args: ['peer', peer, 'remove'] }]],
    [
      { peers: [{ ...item, presharedKey: privateKey }] },
      [{ args: ['peer', peer, 'preshared-key', '/dev/stdin'], input: `${privateKey}\n` }],
    ],
    [{ peers: [noPsk] }, [{ args: ['peer', peer, 'preshared-key', '/dev/stdin'], input: '' }]],
    [{ peers: [{ ...item, allowedIps: ['::/0'] }] }, [{ args: ['peer', peer, 'allowed-ips', '::/0'] }]],
    [
      { peers: [{ ...item, persistentKeepalive: 20 }] },
      [{ args: ['peer', peer, 'persistent-keepalive', '20'] }],
    ],
    [{ peers: [{ ...item, endpoint: '203.0.113.9:1' }] }, []],
  ];
  for (const [change, commands] of table)
    assert.deepEqual(setCommands({ ...config, ...change }, device), commands);
});

test('a peer that is new gets all it needs in one command, an empty list of prefixes included', () => {
  const [device] = parseAllDump(dump.split('\n').slice(0, 2).join('\n')).values();
  assert.ok(device);
  const [item] = config.peers;
  const added = { publicKey: psk, allowedIps: ['fd00::7/128'] };
  assert.deepEqual(setCommands({ ...config, peers: [...(item ? [item] : []), added] }, device), [
    { args: ['peer', psk, 'allowed-ips', 'fd00::7/128'] },
  ]);
});

test('what a program got on its standard input is in no error', async () => {
  const error = await run('sh', ['-c', 'cat /dev/stdin >&2; exit 3'], {
    input: `PrivateKey=${privateKey}\n`,
  }).catch((reason) => reason);
  assert.ok(error instanceof CommandError);
  assert.equal(error.exitCode, 3);
  assert.ok(!error.message.includes(privateKey) && !error.output.includes(privateKey));
  assert.match(error.output, /<hidden>/);
});

test('what a program shows that may hold keys is in no error, also where it is ended in the middle', async () => {
  const shows = `echo ${privateKey}; echo 'Unable to access interface' >&2`;
  for (const [script, timeoutMs] of [
    [`${shows}; exit 1`, 10_000],
    [`${shows}; exec sleep 60`, 1_500],
  ] as const) {
    const error = await run('sh', ['-c', script], { hasSecretOutput: true, timeoutMs }).catch(
      (reason) => reason,
    );
    assert.ok(error instanceof CommandError);
    assert.equal(error.isLate, timeoutMs === 1_500);
    // The script itself is among the arguments.
    const said = error.message.replace(script, '');
    assert.ok(!said.includes(privateKey) && !error.output.includes(privateKey), said);
    assert.match(error.output, /^Unable to access interface$/);
  }
});

test('all that WireGuard is asked to show is taken for a secret', async () => {
  const shown: unknown[] = [];
  const wireguard = createWireGuard(async (_command, args, options) => {
    if (args[0] === 'show') shown.push(options?.hasSecretOutput);
    return '';
  });
  await wireguard.state();
  await wireguard.endpoints();
  await wireguard.withOtherKey(new Map([['tl-kiel', { publicKey: psk }]]));
  await wireguard.sync('tl-kiel', config).catch(() => undefined);
  assert.deepEqual(shown, [true, true, true, true]);
});

test('a program that is missing, or takes too long, is a clear error', async () => {
  await assert.rejects(run('towline-no-such-program', []), /not found, install it/);
  await assert.rejects(run('sleep', ['10'], { timeoutMs: 50 }), /took longer than 50 ms/);
});

test('a daemon that keeps our pipes open is not waited for', async () => {
  const started = performance.now();
  await run('sh', ['-c', 'sleep 3 & exit 0'], { detached: true });
  assert.ok(performance.now() - started < 2000);
});

test('addresses are compared in the form that the kernel prints', () => {
  assert.equal(canonicalAddress('FE80:0:0::1/64'), 'fe80::1/64');
  assert.equal(canonicalAddress('10.0.0.1/32'), '10.0.0.1/32');
  assert.equal(canonicalAddress('2001:DB8::A'), '2001:db8::a');
});

test('names of the hosts file are found whatever their case, IPv6 first', () => {
  const text = '127.0.0.1 localhost # me\n198.18.0.1 Vpn vpn.example.net\n2001:db8::1\tvpn.example.net\n';
  assert.deepEqual(parseHosts(text, 'VPN.example.net'), ['2001:db8::1', '198.18.0.1']);
  assert.deepEqual(parseHosts(text, 'me'), []);
});

/** `ip` that knows one interface, and `wg` that answers what is given, the last answer again and again. */
function machine(answers: (string | CommandError)[]) {
  const calls: string[] = [];
  const fake: Run = async (command, args) => {
    calls.push([command, ...args].join(' '));
    if (command !== 'wg') return '';
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? '';
    if (typeof answer === 'string') return answer;
    throw answer;
  };
  return { run: fake, calls };
}
const failed = (output: string, exitCode: number | undefined = 1) =>
  new CommandError(output, 'wg', exitCode, output);
const lost = 'Unable to access interface: Protocol not supported';
const shown = `${privateKey}\t${publicKey}\t51821\toff\n`;
const quick = { ...systemClock, sleep: async () => {} };

test('nobody looks at all interfaces while one is being made: wg would take its socket away', async () => {
  let made = () => {};
  const calls: string[] = [];
  const { ensureInterface, state, endpoints } = createWireGuard(async (command, args) => {
    calls.push([command, ...args].join(' '));
    if (command === 'ip' && calls.length === 1) throw new CommandError('', 'ip', 1, 'does not exist');
    if (command === 'wireguard-go') await new Promise<void>((resolve) => (made = resolve));
    return args.includes('all') ? '' : shown;
  }, 'userspace');
  const making = ensureInterface('tl-a');
  const looks = [state(), endpoints()];
  while (!calls.includes('wireguard-go tl-a')) await new Promise(setImmediate);
  const later = state();
  await new Promise(setImmediate);
  assert.deepEqual(calls.filter((call) => call.startsWith('wg show all')).length, 2, 'those from before');
  made();
  await Promise.all([making, ...looks, later]);
  assert.deepEqual(calls.filter((call) => call.startsWith('wg show all')).length, 3);
});

test('an interface goes only when wg says twice that it cannot get at it', async () => {
  const dead = machine([failed(lost), failed(lost), shown]);
  await createWireGuard(dead.run, 'kernel', quick).ensureInterface('tl-a');
  assert.ok(dead.calls.includes('ip link delete dev tl-a'), dead.calls.join());
  const late = machine([failed(lost), shown]);
  await createWireGuard(late.run, 'kernel', quick).ensureInterface('tl-a');
  assert.ok(!late.calls.some((call) => call.includes('delete')));
});

for (const error of [
  failed('wg: not found', undefined),
  failed('wg: took longer than 10000 ms', undefined),
  failed('Unable to access interface: Operation not permitted'),
  failed('fopen: Too many open files'),
]) {
  test(`'${error.message}' takes no link down`, async () => {
    const { run: fake, calls } = machine([error]);
    await assert.rejects(createWireGuard(fake, 'kernel', quick).ensureInterface('tl-a'), error);
    assert.ok(!calls.some((call) => call.includes('delete')));
  });
}
