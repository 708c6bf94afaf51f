import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { enroll } from '../../controller/enrollment/enroll.ts';
import { createGate } from '../../controller/enrollment/gate.ts';
import { openStore } from '../../controller/store/store.ts';
import type { Log } from '../../shared/os/log.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { type Harness, startController } from './harness.ts';
import { enroll as ask, makeKeys, makeRequest } from './router.ts';

const keyHash = Buffer.alloc(32, 7);

describe('strangers at the enrollment listener', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-strangers-'));
  const store = openStore(join(dir, 'controller.db'));
  after(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });
  const lines: unknown[] = [];
  const log: Log = { ...silentLog, info: (...args: unknown[]) => void lines.push(args) };
  const clock = { at: 0, monotonic: () => clock.at, now: () => clock.at, sleep: async () => undefined };
  const context = { store, keyHash, mayAsk: () => true, clock, log };
  const from = (address: string, hostName = 'x', keys = makeKeys()) =>
    enroll(context, makeRequest(keys, hostName, keyHash), address);

  it('get ten places an address, and leave room for others', () => {
    for (let i = 0; i < 10; i++) assert.ok(from('192.0.2.1').pending);
    assert.throws(() => from('192.0.2.1'), /too many routers wait for approval at this address/);
    assert.ok(from('192.0.2.2').pending);
    for (let i = 0; i < 10; i++) assert.ok(from(`2001:db8:1:${i}::1`).pending);
    assert.throws(() => from('2001:db8:1:99::1'), /at this address/, 'a /48 counts as one');
    assert.ok(from('2001:db8:2::1').pending);
  });

  it('lose their places an hour after they were last heard of', () => {
    clock.at += 3_600_001;
    assert.ok(from('192.0.2.1').pending);
    assert.equal(store.enrollments.countPending(), 1);
  });

  it('make one line in the log, however often they ask and under whatever names', () => {
    const keys = makeKeys();
    lines.length = 0;
    for (let i = 0; i < 50; i++) from('192.0.2.9', `name${i}`, keys);
    for (let i = 0; i < 50; i++) from('192.0.2.9', 'same', keys);
    assert.equal(lines.length, 1);
    assert.equal(store.enrollments.pending().filter(({ address }) => address === '192.0.2.9').length, 1);
  });

  it('cannot disturb the terminal of the admin', () => {
    const request = makeRequest(makeKeys(), 'fine', keyHash);
    const facts = { ...request.facts, hardware: `\x1b[2J\u202e${'x'.repeat(1_000)}` } as never;
    const { pending } = enroll(context, { ...request, facts }, '192.0.2.10');
    const stored = store.enrollments.findByCode(pending?.code ?? '')?.facts.hardware ?? '';
    assert.match(stored, /^[\x20-\x7e]{200}$/);
    for (const hostName of ['a\x1b[2J', 'a\nb', 'a\u202eb', 'x'.repeat(254)])
      assert.throws(() => from('192.0.2.11', hostName), { code: 'invalid' });
  });

  it('have at most so many connections open, one source fewer', async () => {
    const passed: Socket[] = [];
    const gate = createGate({ connections: 500, perSource: 2 }, (socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      passed.push(socket);
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    const { port } = gate.address() as { port: number };
    const open = (localAddress: string) => {
      const socket = connect({ host: '127.0.0.1', port, localAddress });
      const state = { socket, isClosed: false };
      socket.on('error', () => undefined);
      socket.resume();
      socket.on('close', () => {
        state.isClosed = true;
      });
      return state;
    };
    const first = open('127.0.0.1');
    await until('the first is through', () => passed.length === 1);
    open('127.0.0.1');
    await until('the second is through', () => passed.length === 2);
    const third = open('127.0.0.1');
    await until('the third is closed', () => third.isClosed);
    open('127.0.0.2');
    await until('another source is through', () => passed.length === 3);
    first.socket.destroy();
    await until('its place is free', () => passed[0]?.destroyed);
    open('127.0.0.1');
    await until('the place is taken again', () => passed.length === 4);
    for (const socket of passed) socket.destroy();
    await new Promise((resolve) => gate.close(resolve));
  });
});

describe('a router that is too old', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  it('is not approved, with one clear line, until it asks again with newer programs', async () => {
    const request = makeRequest(makeKeys(), 'old1', harness.keyHash);
    const facts = { ...request.facts, birdVersion: '2.0.7', kernel: '4.19.0-26-amd64' } as never;
    const code = (await ask(harness, { ...request, facts })).pending?.code ?? '';
    const head = await harness.git('network', 'rev-parse', 'HEAD');
    const refused = await harness.cli('approve', code, '--site', 's1');
    assert.equal(refused.code, 1);
    assert.equal(
      refused.err,
      'towline: old1 has BIRD 2.0.7, at least 2.0.8 is needed and Linux 4.19.0-26-amd64, at least 5.2 is needed: upgrade it and let it ask again, it keeps its code\n',
    );
    assert.equal(await harness.git('network', 'rev-parse', 'HEAD'), head);
    assert.equal((await ask(harness, request)).pending?.code, code);
    assert.equal((await harness.cli('approve', code, '--site', 's1')).code, 0);
  });
});
