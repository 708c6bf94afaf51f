import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Lab } from '../../lab/lab.ts';
import { until } from './until.ts';

let lab: Lab;
before(async () => {
  lab = await Lab.up({
    controller: {},
    nodes: [
      { name: 'aachen', site: 'aachen', lanV4: '10.1.0.0/24', lanV6: 'fd00:1::/64' },
      { name: 'berlin', site: 'berlin', lanV4: '10.2.0.0/24', lanV6: 'fd00:2::/64' },
      { name: 'six', site: 'six', families: ['ipv6'] },
    ],
  });
});
after(() => lab?.down());

/** How many of four pings come back: one from each end, in each family. */
async function answersBetween(a: string, b: string): Promise<number> {
  const pings = [a, b].flatMap((from) => {
    const { ipv4 = '', ipv6 = '' } = lab.publicAddresses(from === a ? b : a);
    return [ipv4, ipv6].map((address) => lab.ping(from, address, { count: 1, timeoutMs: 300 }));
  });
  return (await Promise.all(pings)).reduce((sum, { received }) => sum + received, 0);
}

test('machines reach each other over the Internet in both families', async () => {
  assert.equal(await answersBetween('aachen', 'berlin'), 4);
  assert.equal(await answersBetween('aachen', 'controller'), 4);
});

test('a line with one family has no address of the other', async () => {
  assert.deepEqual(lab.publicAddresses('six'), { ipv6: '2001:db8:3::2' });
  const { stdout } = await lab.exec('six', ['ip', '-4', '-o', 'addr', 'show', 'dev', 'wan0']);
  assert.equal(stdout, '');
  assert.equal((await lab.ping('six', lab.publicAddresses('aachen').ipv6 ?? '')).received, 3);
});

test('a host reaches its node in both families and has it as its default route', async () => {
  const { ipv4 = '', ipv6 = '' } = lab.lanAddresses('aachen');
  assert.equal((await lab.ping('host-aachen', ipv4)).received, 3);
  assert.equal((await lab.ping('host-aachen', ipv6)).received, 3);
  const { stdout } = await lab.exec('host-aachen', ['ip', 'route', 'get', '192.0.2.1']);
  assert.match(stdout, /via 10\.1\.0\.1 dev eth0/);
});

test('a node forwards nothing by itself: that is what the agent switches on', async () => {
  const { stdout } = await lab.exec('aachen', ['cat', '/proc/sys/net/ipv4/ip_forward']);
  assert.equal(stdout.trim(), '0');
});

test('a cut link is silent in both directions and families, leaves other links alone, and heals', async () => {
  await lab.cutLink('aachen', 'berlin');
  assert.equal(await answersBetween('aachen', 'berlin'), 0);
  assert.equal(await answersBetween('aachen', 'controller'), 4);
  const { stdout } = await lab.exec('aachen', ['ip', '-o', 'link', 'show', 'dev', 'wan0']);
  assert.match(stdout, /LOWER_UP/);
  await lab.healLink('berlin', 'aachen');
  assert.equal(await answersBetween('aachen', 'berlin'), 4);
});

test('a cut node reaches nobody until it is healed', async () => {
  await lab.cutNode('berlin');
  assert.equal(await answersBetween('aachen', 'berlin'), 0);
  assert.equal(await answersBetween('controller', 'berlin'), 0);
  assert.equal(await answersBetween('controller', 'aachen'), 4);
  await lab.healNode('berlin');
  assert.equal(await answersBetween('controller', 'berlin'), 4);
});

test('a probe counts exactly the packets of a cut, and says how long it was', async () => {
  const probe = lab.probe('aachen', lab.publicAddresses('berlin').ipv4 ?? '', { intervalMs: 10 });
  await probe.answer(5000);
  await lab.cutLink('aachen', 'berlin');
  const cutAt = probe.sent;
  await until('40 packets into the cut', () => probe.sent >= cutAt + 40);
  await lab.healLink('aachen', 'berlin');
  await probe.answer(5000);
  await until('20 packets after it', () => probe.sent >= cutAt + 80);
  const { sent, received, lost, lostSequences, longestGapMs } = await probe.stop();
  assert.equal(sent, received + lost);
  assert.ok(lost >= 39 && lost <= 70, `${lost} lost`);
  const [first = 0] = lostSequences;
  const inOneRun = lostSequences.every((sequence, index) => sequence === first + index);
  assert.ok(inOneRun, `one run of lost packets: ${lostSequences}`);
  assert.ok(longestGapMs >= 380 && longestGapMs < 2000, `gap of ${longestGapMs} ms`);
});

test('a probe over a path that works loses nothing, also when it is stopped between packet and answer', async () => {
  const probe = lab.probe('controller', lab.publicAddresses('berlin').ipv6 ?? '', { intervalMs: 5 });
  await until('100 packets', () => probe.sent >= 100);
  assert.deepEqual((await probe.stop()).lostSequences, []);
});

test('a node that moves keeps its cable, loses its old addresses and is reached at the new ones', async () => {
  const before = lab.publicAddresses('berlin');
  const now = await lab.move('berlin');
  assert.notEqual(now.ipv4, before.ipv4);
  assert.notEqual(now.ipv6, before.ipv6);
  const { stdout } = await lab.exec('berlin', ['ip', '-o', 'addr', 'show', 'dev', 'wan0', 'scope', 'global']);
  assert.ok(stdout.includes(`${now.ipv4}/`) && stdout.includes(`${now.ipv6}/`), stdout);
  assert.ok(!stdout.includes(`${before.ipv4}/`) && !stdout.includes(`${before.ipv6}/`), stdout);
  assert.equal(await answersBetween('aachen', 'berlin'), 4);
  assert.equal((await lab.ping('aachen', before.ipv4 ?? '', { timeoutMs: 200 })).received, 0);
  assert.equal((await lab.ping('aachen', before.ipv6 ?? '', { timeoutMs: 200 })).received, 0);
});

test('a cut follows a node that moves', async () => {
  await lab.cutLink('aachen', 'berlin');
  await lab.move('berlin');
  assert.equal(await answersBetween('aachen', 'berlin'), 0);
  assert.equal(await answersBetween('controller', 'berlin'), 4);
  await lab.healLink('aachen', 'berlin');
  assert.equal(await answersBetween('aachen', 'berlin'), 4);
});

test('behind a stateful firewall a node reaches out and gets answers, and nobody reaches in', async () => {
  const { ipv4: controller = '' } = lab.publicAddresses('controller');
  const { ipv4: inside = '', ipv6: inside6 = '' } = lab.publicAddresses('aachen');
  await lab.statefulFirewall('aachen', true);
  assert.equal((await lab.ping('controller', inside, { timeoutMs: 200 })).received, 0);
  assert.equal((await lab.ping('controller', inside6, { timeoutMs: 200 })).received, 0);
  assert.equal((await lab.ping('aachen', controller)).received, 3);
  await lab.statefulFirewall('aachen', false);
  assert.equal(await answersBetween('aachen', 'controller'), 4);
});

test('two nodes behind firewalls reach each other over UDP once both have sent', async () => {
  await lab.statefulFirewall('aachen', true);
  await lab.statefulFirewall('berlin', true);
  const program = `
    const [peer, file] = process.argv.slice(1);
    const socket = require('node:dgram').createSocket('udp4');
    socket.on('message', () => require('node:fs').writeFileSync(file, 'heard'));
    socket.bind(9000, () => setInterval(() => socket.send('hello', 9000, peer), 50));
  `;
  const speak = (from: string, to: string) =>
    lab.start(from, [process.execPath, '-e', program, lab.publicAddresses(to).ipv4 ?? '', '/run/heard']);
  const heard = async (machine: string) =>
    (await lab.exec(machine, ['test', '-e', '/run/heard'], { allowFailure: true })).exitCode === 0;
  const first = speak('aachen', 'berlin');
  await until('the first one speaks', async () =>
    (await lab.exec('aachen', ['ss', '-uln'])).stdout.includes(':9000'),
  );
  assert.equal(await heard('berlin'), false);
  const second = speak('berlin', 'aachen');
  await until('both hear each other', async () => (await heard('aachen')) && (await heard('berlin')));
  await Promise.all([first.kill('SIGKILL'), second.kill('SIGKILL')]);
  await lab.statefulFirewall('aachen', false);
  await lab.statefulFirewall('berlin', false);
});
