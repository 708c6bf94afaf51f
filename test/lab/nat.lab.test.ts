import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LabDns } from '../../lab/dns/dns.ts';
import { Lab } from '../../lab/lab.ts';

let lab: Lab;
before(async () => {
  lab = await Lab.up({
    controller: {},
    nodes: [
      { name: 'aachen', site: 'aachen', nat: true },
      { name: 'berlin', site: 'berlin' },
      { name: 'chemnitz', site: 'chemnitz', nat: 'carrier', families: ['ipv4', 'ipv6'] },
    ],
  });
});
after(() => lab?.down());

/** Sends datagrams from one socket as long as it runs, and prints whom the other machine saw them come from. */
const sender = (to: string) =>
  `const socket = require('node:dgram').createSocket('udp4').bind(5000);
   setInterval(() => socket.send('x', 5000, '${to}'), 20);`;
const listener = `const seen = new Set();
  require('node:dgram').createSocket('udp4').bind(5000).on('message', (_, { address }) => {
    if (!seen.has(address)) console.log(address);
    seen.add(address);
  });`;

test('a machine behind a line that translates comes from its public address, and does not see it change', async () => {
  const { ipv4: berlin = '' } = lab.publicAddresses('berlin');
  const { ipv4: first = '' } = lab.publicAddresses('aachen');
  const own = async () => (await lab.exec('aachen', ['ip', '-o', 'addr', 'show', 'dev', 'wan0'])).stdout;
  const before = await own();
  assert.match(before, /192\.168\.2\.2\/24/);
  const heard = lab.start('berlin', [process.execPath, '-e', listener], { name: 'heard' });
  lab.start('aachen', [process.execPath, '-e', sender(berlin)], { name: 'sender' });
  const lines = async (count: number) => {
    for (const deadline = Date.now() + 20_000; ; ) {
      const found = (await lab.readLog(heard)).trim().split('\n').filter(Boolean);
      if (found.length >= count || Date.now() > deadline) return found;
      await lab.ping('aachen', berlin, { count: 1 });
    }
  };
  assert.deepEqual(await lines(1), [first]);
  const { ipv4: second = '' } = await lab.move('aachen');
  assert.notEqual(second, first);
  assert.deepEqual(await lines(2), [first, second]);
  assert.equal(await own(), before);
  assert.equal(
    (await lab.ping('berlin', second, { count: 1, timeoutMs: 300 })).received,
    1,
    'the line itself answers',
  );
});

test('machines ask the name server of the lab, whose answers can be changed', async () => {
  const dns = await LabDns.start(lab);
  const look = async (machine: string) => {
    const script = `require('node:dns/promises').resolve4('berlin.test', { ttl: true }).then((found) => console.log(JSON.stringify(found)), (error) => console.log(error.code))`;
    return (await lab.exec(machine, [process.execPath, '-e', script])).stdout.trim();
  };
  assert.equal(await look('aachen'), 'ENOTFOUND');
  await dns.follow('berlin.test', 'berlin', 7);
  assert.equal(
    await look('aachen'),
    JSON.stringify([{ address: lab.publicAddresses('berlin').ipv4, ttl: 7 }]),
  );
  await lab.move('berlin');
  await dns.follow('berlin.test', 'berlin', 1);
  assert.equal(
    await look('berlin'),
    JSON.stringify([{ address: lab.publicAddresses('berlin').ipv4, ttl: 1 }]),
  );
  await dns.stop();
});

test('a line that translates IPv4 may have an IPv6 of its own, which moves with it', async () => {
  const own = async () => (await lab.exec('chemnitz', ['ip', '-o', 'addr', 'show', 'dev', 'wan0'])).stdout;
  const reaches = async (address = '') => (await lab.ping('chemnitz', address, { count: 1 })).received === 1;
  const berlin = lab.publicAddresses('berlin');
  for (const isMoved of [false, true]) {
    const line = isMoved ? await lab.move('chemnitz') : lab.publicAddresses('chemnitz');
    const shown = await own();
    assert.match(shown, /100\.64\.2\.2\/24/);
    assert.ok(shown.includes(`${line.ipv6}/64`), shown);
    assert.equal(shown.match(/scope global/g)?.length, 2, shown);
    assert.ok((await reaches(berlin.ipv4)) && (await reaches(berlin.ipv6)));
  }
});

test('a line without IPv4 has nothing to translate', async () => {
  const nodes = [{ name: 'aachen', site: 'aachen', nat: true, families: ['ipv6'] as const }];
  await assert.rejects(Lab.up({ nodes }), /the line of 'aachen' has no IPv4 that it could translate/);
});
