import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import { fittingMtu } from '../../agent/path-mtu/fit.ts';
import { linksInForce } from '../../agent/path-mtu/in-force.ts';
import { openPathMtus } from '../../agent/path-mtu/memory.ts';
import { echoTo, readRefusal } from '../../agent/path-mtu/ping.ts';
import { type Echo, type PathMtu, searchPathMtu } from '../../agent/path-mtu/search.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';

/** Searches on a path whose router answers what is too big in its own way. */
async function search(most: number, answer: (bytes: number, nth: number) => Echo) {
  let pings = 0;
  const path: PathMtu = await searchPathMtu(async (bytes) => answer(bytes, ++pings), 1340, most);
  return { path, pings };
}
const answered: Echo = { is: 'answered' };
const silent: Echo = { is: 'silent' };

test('the path is found whether routers name it, are mute, or lie', async () => {
  for (const most of [1340, 1480, 9060]) {
    for (let path = 1340; path <= most; path += most > 2000 ? 41 : 1) {
      const through = (refusal: Echo) => search(most, (bytes) => (bytes <= path ? answered : refusal));
      const named = await through({ is: 'tooBig', mtu: path });
      assert.equal(named.path, path);
      // What is named is tried, but the least has been tried already: that it is the most is found out by more.
      assert.ok(named.pings <= (path === 1340 ? 16 : 3), `${path} of ${most}: ${named.pings} pings`);
      for (const refusal of [{ is: 'tooBig' } as const, silent])
        assert.equal((await through(refusal)).path, path);
      for (const lie of [0, 68, 1340, path + 1, 65_535])
        assert.equal((await through({ is: 'tooBig', mtu: lie })).path, path, `${lie}`);
    }
  }
});

test('a path that carries the most costs one ping, and two lost ones are no limit', async () => {
  assert.deepEqual(await search(1480, () => answered), { path: 1480, pings: 1 });
  assert.equal(
    (await search(1480, (bytes, nth) => (nth % 3 === 0 && bytes <= 1392 ? answered : silent))).path,
    1392,
  );
});

test('who answers no ping leaves the path unknown, and who answers small ones only has too small a path', async () => {
  assert.equal((await search(1480, () => silent)).path, undefined);
  assert.equal((await search(1480, () => ({ is: 'tooBig' }))).path, undefined);
  assert.equal((await search(1480, (bytes) => (bytes < 600 ? answered : silent))).path, 'tooSmall');
});

test('what ping of iputils says of a packet without an answer is read', () => {
  const cases: readonly [string, Echo][] = [
    ['ping: local error: message too long, mtu=1392', { is: 'tooBig', mtu: 1392 }],
    ['ping: local error: Message too long, mtu: 1392', { is: 'tooBig' }],
    ['From 198.18.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1300)', { is: 'tooBig', mtu: 1300 }],
    ['From 2001:db8::1 icmp_seq=1 Packet too big: mtu=1392', { is: 'tooBig', mtu: 1392 }],
    ['ping: sendmsg: Message too long', { is: 'tooBig' }],
    ['From 198.18.0.1 icmp_seq=1 Destination Host Unreachable', silent],
    ['1 packets transmitted, 0 received, 100% packet loss', silent],
    ['', silent],
    [`Frag needed ${'x'.repeat(100_000)}`, { is: 'tooBig' }],
  ];
  for (const [output, expected] of cases)
    assert.deepEqual(readRefusal(output), expected, output.slice(0, 80));
});

test('pings have the size of the whole packet and leave where the outer ones do; a ping that fails is no narrow path', async () => {
  const asked: string[] = [];
  const ends =
    (code: number | undefined, output: string, way = '[{"dev":"wan0"}]'): Run =>
    async (command, args) => {
      asked.push([command, ...args].join(' '));
      if (command === 'ip') return way;
      if (code === 0) return '';
      throw new CommandError('ping', 'ping', code, output);
    };
  const echo = async (run: Run, address: string, bytes: number) => (await echoTo(run, address))(bytes);
  assert.deepEqual(await echo(ends(0, ''), '198.18.1.2', 1480), answered);
  assert.deepEqual(await echo(ends(1, ''), '2001:db8::2', 1500), silent);
  assert.deepEqual(asked, [
    'ip -json -4 route get 198.18.1.2 mark 29804',
    'ping -n -c 1 -W 1 -M do -I wan0 -s 1452 198.18.1.2',
    'ip -json -6 route get 2001:db8::2 mark 29804',
    'ping -n -c 1 -W 1 -M do -I wan0 -s 1452 2001:db8::2',
  ]);
  await assert.rejects(echo(ends(2, 'ping: SO_BINDTODEVICE: Operation not permitted'), '198.18.1.2', 1480));
  await assert.rejects(echo(ends(undefined, ''), '198.18.1.2', 1480), 'not there');
  for (const way of ['', '[]', '{}', '[{"dev":7}]', 'RTNETLINK answers: Network is unreachable'])
    await assert.rejects(echo(ends(0, '', way), '198.18.1.2', 1480), /cannot be read/, way);
});

test('a link gets what fits, never below 1280 and never more than its bundle says', () => {
  const cases: readonly [PathMtu, string, number | undefined][] = [
    [1500, '198.18.1.2', 1440],
    [1392, '198.18.1.2', 1332],
    [1392, '2001:db8::2', 1312],
    [1340, '198.18.1.2', 1280],
    ['tooSmall', '2001:db8::2', 1280],
    [undefined, '198.18.1.2', undefined],
  ];
  for (const [path, address, fits] of cases)
    assert.equal(fittingMtu(path, address), fits, `${path} ${address}`);
  const mtuWith = (mode: string | undefined, path: number | 'tooSmall') => {
    const bundle = {
      links: [{ interface: 'tl-kiel', mtu: 1420 }],
      settings: { path_mtu: mode, links: [{ interface: 'tl-kiel', peer: 'kiel' }] },
    } as unknown as Bundle;
    return linksInForce(bundle, { of: () => ({ address: '198.18.1.2', path }) })[0]?.mtu;
  };
  assert.equal(mtuWith('set', 1392), 1332);
  assert.equal(mtuWith('set', 'tooSmall'), 1280);
  assert.equal(mtuWith('set', 9000), 1420);
  assert.equal(mtuWith('report', 1392), 1420);
  assert.equal(mtuWith(undefined, 1392), 1420);
});

test('what was measured outlives a restart, and a damaged file is no memory', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-path-mtu-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'path-mtu.json');
  const peers = new Set(['kiel', 'bonn']);
  const memory = await openPathMtus(path);
  await memory.put('kiel', { address: '198.18.1.2', path: 1392 }, peers);
  await memory.put('bonn', { address: '2001:db8::2', path: 'tooSmall' }, peers);
  const again = await openPathMtus(path);
  assert.deepEqual([again.of('kiel')?.path, again.of('bonn')?.path], [1392, 'tooSmall']);
  await again.put('kiel', { address: '198.18.1.2', path: 1480 }, new Set(['kiel']));
  const text = await readFile(path, 'utf8');
  assert.equal(
    text,
    '{"kiel":{"address":"198.18.1.2","path":1480}}\n',
    'who is no peer any more is forgotten',
  );
  for (const damage of [
    '',
    '{',
    '[]',
    '{"kiel":{"address":"198.18.1.2","path":-1}}',
    '{"kiel":7}',
    '\0'.repeat(99),
  ]) {
    await writeFile(path, damage);
    assert.equal((await openPathMtus(path)).of('kiel'), undefined, damage);
  }
});
