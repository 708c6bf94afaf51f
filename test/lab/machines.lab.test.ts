import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Lab } from '../../lab/lab.ts';
import { until } from './until.ts';

let lab: Lab;
before(async () => {
  lab = await Lab.up({
    nodes: [
      { name: 'aachen', site: 'aachen', lanV4: '10.1.0.0/24' },
      { name: 'berlin', site: 'berlin', lanV4: '10.2.0.0/24' },
    ],
  });
});
after(() => lab?.down());

async function makeWireGuard(machine: string, name: string): Promise<void> {
  const make = {
    kernel: ['ip', 'link', 'add', name, 'type', 'wireguard'],
    userspace: ['wireguard-go', name],
  };
  await lab.exec(machine, make[lab.wireGuard]);
}

test('a program gets its input and says its output, to the byte', async () => {
  const { stdout, exitCode } = await lab.exec('aachen', ['cat'], { input: 'über\n\n' });
  assert.deepEqual([stdout, exitCode], ['über\n\n', 0]);
});

test('a program that fails rejects with its name, machine, exit code and last words', async () => {
  const failing = ['bash', '-c', 'echo sorry >&2; exit 3'];
  await assert.rejects(lab.exec('aachen', failing), {
    name: 'TowlineError',
    message: "'bash -c echo sorry >&2; exit 3' on aachen exited with 3: sorry",
  });
  assert.equal((await lab.exec('aachen', failing, { allowFailure: true })).exitCode, 3);
});

test('a program that takes too long, or is aborted, is ended on its machine', async () => {
  const running = async () => (await lab.exec('aachen', ['ps', '-eo', 'args'])).stdout.includes('sleep 4711');
  await assert.rejects(lab.exec('aachen', ['sleep', '4711'], { timeoutMs: 100 }), /took longer than 100 ms/);
  await until('it is gone', async () => !(await running()));
  const abort = new AbortController();
  const sleeping = lab.exec('aachen', ['sleep', '4711'], { signal: abort.signal });
  const rejected = assert.rejects(sleeping, /was aborted/);
  await until('it runs', running);
  abort.abort();
  await rejected;
  await until('it is gone', async () => !(await running()));
});

test('a machine has its own name, files, processes and nothing of the caller in its environment', async () => {
  process.env.TOWLINE_LAB_TEST = 'caller';
  const { stdout } = await lab.exec('berlin', [
    'bash',
    '-c',
    'hostname; cat /etc/hostname; env; ps -e | wc -l',
  ]);
  assert.match(stdout, /^berlin\nberlin\n/);
  assert.doesNotMatch(stdout, /TOWLINE_LAB_TEST/);
  assert.ok(Number(stdout.trim().split('\n').at(-1)) <= 6, stdout);
  const id = (machine: string) => lab.readFile(machine, '/etc/machine-id');
  assert.notEqual(await id('aachen'), await id('berlin'));
});

test('files of one machine are not seen on another, nor on this computer', async () => {
  const path = '/etc/towline/deep/file.toml';
  await lab.writeFile('aachen', path, 'a = 1\n', 0o600);
  assert.equal(await lab.readFile('aachen', path), 'a = 1\n');
  assert.equal((await lab.exec('aachen', ['stat', '-c', '%a', path])).stdout, '600\n');
  for (const machine of ['berlin', 'internet']) {
    assert.notEqual((await lab.exec(machine, ['test', '-e', path], { allowFailure: true })).exitCode, 0);
  }
});

test('a service runs until it is stopped, and its log can be read during and after', async () => {
  const script = 'echo started; trap "echo stopping; exit 7" TERM; while :; do sleep 0.05; done';
  const service = lab.start('aachen', ['bash', '-c', script], { name: 'demo' });
  await until('it started', async () => (await lab.readLog(service)) === 'started\n');
  assert.ok(service.running);
  assert.deepEqual(await service.stop(), { exitCode: 7, signal: null });
  assert.equal(await lab.readLog(service), 'started\nstopping\n');
});

test('a service that does not end when asked is killed and reported', async () => {
  const service = lab.start('aachen', ['bash', '-c', 'trap "" TERM; echo on; while :; do sleep 0.05; done']);
  await until('it started', async () => (await lab.readLog(service)).endsWith('on\n'));
  await assert.rejects(service.stop(200), /did not end within 200 ms/);
  assert.equal(service.running, false);
});

test('a node that is stopped and started keeps its disk and loses processes, interfaces and /run', async () => {
  await lab.writeFile('aachen', '/var/lib/towline/state', 'kept');
  await lab.writeFile('aachen', '/etc/towline/agent.toml', 'kept');
  await lab.writeFile('aachen', '/etc/motd-of-mine', 'kept');
  await lab.writeFile('aachen', '/run/gone', 'x');
  await lab.exec('aachen', ['ip', 'addr', 'add', '10.255.0.1/32', 'dev', 'lo']);
  await makeWireGuard('aachen', 'tl-berlin');
  const service = lab.start('aachen', ['sleep', '1000']);
  await until('it runs', async () => (await service.pid()) !== undefined);

  await lab.stopNode('aachen');
  assert.equal((await service.exited).signal, 'SIGKILL');
  await assert.rejects(lab.exec('aachen', ['true']), /aachen is stopped: start it first/);
  const { ipv4 = '' } = lab.publicAddresses('aachen');
  assert.equal((await lab.ping('berlin', ipv4, { count: 1, timeoutMs: 200 })).received, 0);

  await lab.startNode('aachen');
  assert.equal(await lab.readFile('aachen', '/var/lib/towline/state'), 'kept');
  assert.equal(await lab.readFile('aachen', '/etc/towline/agent.toml'), 'kept');
  assert.equal(await lab.readFile('aachen', '/etc/motd-of-mine'), 'kept');
  const { stdout } = await lab.exec('aachen', ['bash', '-c', 'ls /run; ip -br addr; ps -eo comm']);
  assert.doesNotMatch(stdout, /gone|10\.255|tl-berlin|sleep|wireguard-go/);
  assert.equal((await lab.ping('berlin', ipv4)).received, 3);
  assert.equal((await lab.ping('host-aachen', lab.lanAddresses('aachen').ipv4 ?? '')).received, 3);
});

test('a node may move while it is off', async () => {
  await lab.stopNode('berlin');
  const { ipv6 = '' } = await lab.move('berlin');
  await lab.startNode('berlin');
  assert.equal((await lab.ping('aachen', ipv6)).received, 3);
});

test('orphans of a machine are reaped', async () => {
  await lab.exec('berlin', ['bash', '-c', '(sleep 0.05 &) ; exit 0']);
  await until(
    'no zombie is left',
    async () => !(await lab.exec('berlin', ['ps', '-eo', 'stat'])).stdout.includes('Z'),
  );
});

test('WireGuard and BIRD run on two nodes and talk to each other through the tunnel', async () => {
  const [aachen, berlin] = ['aachen', 'berlin'] as const;
  const keys = new Map<string, string>();
  for (const machine of [aachen, berlin]) {
    await makeWireGuard(machine, 'tl-peer');
    const key = (await lab.exec(machine, ['wg', 'genkey'])).stdout;
    await lab.writeFile(machine, '/run/key', key, 0o600);
    keys.set(machine, (await lab.exec(machine, ['wg', 'pubkey'], { input: key })).stdout.trim());
  }
  for (const [own, peer, number] of [
    [aachen, berlin, 1],
    [berlin, aachen, 2],
  ] as const) {
    const endpoint = `[${lab.publicAddresses(peer).ipv6}]:51821`;
    const link = ['wg', 'set', 'tl-peer', 'private-key', '/run/key', 'listen-port', '51821'];
    await lab.exec(own, [...link, 'peer', keys.get(peer) ?? '', 'endpoint', endpoint, 'allowed-ips', '::/0']);
    await lab.exec(own, ['ip', 'addr', 'add', `fe80::${number}/64`, 'dev', 'tl-peer']);
    await lab.exec(own, ['ip', 'link', 'set', 'tl-peer', 'up']);
    const neighbor = `neighbor fe80::${3 - number} as ${65_003 - number}; local fe80::${number} as ${65_000 + number}`;
    const bgp = `protocol bgp tl { interface "tl-peer"; ${neighbor}; connect delay time 1; ipv6 { import none; export none; }; }`;
    await lab.writeFile(
      own,
      '/etc/bird/test.conf',
      `router id 10.0.0.${number};\nprotocol device { }\n${bgp}\n`,
    );
    lab.start(own, ['bird', '-f', '-c', '/etc/bird/test.conf', '-s', '/run/bird/bird.ctl']);
  }
  await until('the session is established', async () => {
    const birdc = ['birdc', '-s', '/run/bird/bird.ctl', 'show', 'protocols', 'tl'];
    const { stdout } = await lab.exec(aachen, birdc, { allowFailure: true });
    return stdout.includes('Established');
  });
});
