import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { enroll } from '../../controller/enrollment/enroll.ts';
import { createGate, enrollmentLimits } from '../../controller/enrollment/gate.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import { openStore } from '../../controller/store/store.ts';
import { verifyRequest } from '../../shared/enrollment/request.ts';
import { makeToken, tokenId, tokenKey } from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { FakeAudit } from '../fakes/audit.ts';
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
  const never = () => assert.fail('nobody is let in here');
  const context = {
    ...{ store, keyHash, mayAsk: () => true, audit: new FakeAudit(), clock, log, queue: createQueue() },
    ...{ letIn: never, answerFacts: never, managementAddress: never, usedFrom: () => undefined },
  };
  const from = (address: string, hostName = 'x', keys = makeKeys()) =>
    enroll(context, makeRequest(keys, hostName, keyHash), address);

  it('get ten places an address, and leave room for others', async () => {
    for (let i = 0; i < 10; i++) assert.ok((await from('192.0.2.1')).pending);
    await assert.rejects(from('192.0.2.1'), /too many routers wait for approval at this address/);
    assert.ok((await from('192.0.2.2')).pending);
    for (let i = 0; i < 10; i++) assert.ok((await from(`2001:db8:1:${i}::1`)).pending);
    await assert.rejects(from('2001:db8:1:99::1'), /at this address/, 'a /48 counts as one');
    assert.ok((await from('2001:db8:2::1')).pending);
  });

  it('lose their places an hour after they were last heard of', async () => {
    clock.at += 3_600_001;
    assert.ok((await from('192.0.2.1')).pending);
    assert.equal(store.enrollments.countPending(), 1);
  });

  it('make one line in the log, however often they ask and under whatever names', async () => {
    const keys = makeKeys();
    lines.length = 0;
    for (let i = 0; i < 50; i++) await from('192.0.2.9', `name${i}`, keys);
    for (let i = 0; i < 50; i++) await from('192.0.2.9', 'same', keys);
    assert.equal(lines.length, 1);
    assert.equal(store.enrollments.pending().filter(({ address }) => address === '192.0.2.9').length, 1);
  });

  it('cannot disturb the terminal of the admin', async () => {
    const keys = makeKeys();
    const hardware = `\x1b[2J\u202e${'x'.repeat(1_000)}`;
    const request = makeRequest(keys, 'fine', keyHash, { facts: { hardware } });
    await enroll(context, request, '192.0.2.10');
    const stored = store.enrollments.find(keys.identity.publicKey)?.facts.hardware ?? '';
    assert.match(stored, /^[\x20-\x7e]{200}$/);
    const row = `x${' '.repeat(60)}7  7H2K-9QWD-41ZB-M0XR  fra1`;
    await enroll(context, makeRequest(keys, 'fine', keyHash, { facts: { hardware: row } }), '192.0.2.10');
    assert.equal(
      store.enrollments.find(keys.identity.publicKey)?.facts.hardware,
      'x 7 7H2K-9QWD-41ZB-M0XR fra1',
      'it cannot look like a row of its own',
    );
    for (const hostName of ['a\x1b[2J', 'a\nb', 'a\u202eb', 'x'.repeat(254)])
      await assert.rejects(from('192.0.2.11', hostName), { code: 'invalid' });
  });

  it('that are a thousand leave room for a router with a token', async () => {
    clock.at += 3_600_001;
    for (let i = 0; i < 1_000; i++) await from(`10.1.${i >> 8}.${i & 255}`);
    await assert.rejects(from('192.0.2.20'), /too many routers wait for approval: an admin/);
    const secret = makeToken();
    const { publicKey } = tokenKey(secret);
    const id = tokenId(publicKey).toString('hex');
    const bound = { uses: 1, node: '', site: '', replaces: false };
    store.tokens.insert({ id, publicKey, ...bound, created: 0, expires: clock.at + 1_000 });
    const noNode = async () => {
      throw new TowlineError('notFound', 'no such node');
    };
    const request = makeRequest(makeKeys(), 'x', keyHash, { token: secret });
    assert.ok((await enroll({ ...context, letIn: noNode }, request, '192.0.2.20')).pending);
    const [note] = store.enrollments.pending().flatMap(({ note }) => (note === '' ? [] : note));
    assert.equal(note, 'no such node', 'it was tried');
    clock.at += 3_600_001;
  });

  it('with a bad token are one stranger to the audit log, if one network is theirs', async () => {
    const audit = new FakeAudit();
    for (const address of ['2001:db8:77:1::5', '2001:db8:77:ffff::6', '192.0.2.30']) {
      const request = makeRequest(makeKeys(), 'x', keyHash, { token: makeToken() });
      await assert.rejects(enroll({ ...context, audit }, request, address), { code: 'unauthenticated' });
    }
    assert.deepEqual(
      audit.noted.map(({ stranger, detail }) => [stranger, detail?.address]),
      [
        ['2001:db8:77::/48', '2001:db8:77:1::5'],
        ['2001:db8:77::/48', '2001:db8:77:ffff::6'],
        ['192.0.2.30', '192.0.2.30'],
      ],
    );
  });

  it('cannot show a key that nothing can be sealed to', async () => {
    const good = makeKeys();
    const one = Buffer.alloc(32);
    one.writeUInt8(1);
    // RFC 7748 section 6.1: what any private key makes of such a point is zero.
    for (const name of ['management', 'link', 'sealing'] as const) {
      for (const publicKey of [Buffer.alloc(32), one]) {
        const keys = { ...good, [name]: { ...good[name], publicKey } };
        await assert.rejects(from('192.0.2.21', 'x', keys), { code: 'invalid', message: /is no key/ }, name);
      }
    }
  });

  it('have at most so many connections open, one source fewer', async () => {
    const passed: Socket[] = [];
    const gate = createGate({ ...enrollmentLimits, perSource: 2, lifetimeMs: 60_000 }, clock, (socket) => {
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

  it('cannot stay, whether they say something or not', async () => {
    const gate = createGate({ ...enrollmentLimits, lifetimeMs: 100 }, clock, (socket) => {
      socket.on('error', () => undefined);
      socket.resume();
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    const { port } = gate.address() as { port: number };
    const socket = connect({ host: '127.0.0.1', port });
    const talking = setInterval(() => socket.write('x'), 10);
    socket.on('error', () => undefined);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(talking);
    await new Promise((resolve) => gate.close(resolve));
  });

  it('can send what they like: it is refused, or waits', async () => {
    const at = '192.0.2.77';
    const good = makeRequest(makeKeys(), 'fuzz', keyHash, { token: makeToken() });
    const whole = v1.EnrollmentService.service.Enroll.requestSerialize(good);
    const read = (bytes: Uint8Array) => {
      try {
        return v1.EnrollmentService.service.Enroll.requestDeserialize(Buffer.from(bytes));
      } catch {
        return undefined;
      }
    };
    const flipped = fc
      .tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([place, bits]) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(place) ^ bits, place);
        return bytes;
      });
    const key = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    const parts = fc.record({
      identityPublicKey: key,
      managementPublicKey: key,
      requestNonce: key,
      signature: key,
      hostName: fc.string({ maxLength: 300 }),
      facts: fc.constant(null),
      token: fc.oneof(fc.constant(null), fc.record({ id: key, signature: key })),
    });
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }).map(read),
      flipped.map(read),
      parts.map((some) => ({ ...good, ...some })),
    );
    const before = store.enrollments.countPending();
    const property = fc.asyncProperty(hostile, async (request) => {
      if (request === undefined) return;
      const error = await enroll(context, request, at).then(
        ({ pending }) => pending,
        (thrown: unknown) => thrown,
      );
      // The signature covers no token: without it, which one flipped bit may do, the request is a good one that waits.
      if (!(error instanceof Error) && request.token === null && verifyRequest(request, keyHash)) {
        store.enrollments.remove(request.identityPublicKey);
        return;
      }
      assert.ok(error instanceof TowlineError, String(error));
      assert.ok(error.code === 'invalid' || error.code === 'unauthenticated', error.message);
    });
    await fc.assert(property, { numRuns: 2_000 });
    assert.equal(store.enrollments.countPending(), before);
  });
});

describe('a router that is too old', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  it('is not approved, with one clear line, until it asks again with newer programs', async () => {
    const keys = makeKeys();
    const facts = { birdVersion: '2.0.7', kernel: '4.19.0-26-amd64' };
    const old = makeRequest(keys, 'old1', harness.keyHash, { facts });
    const request = makeRequest(keys, 'old1', harness.keyHash);
    const code = (await ask(harness, old)).pending?.code ?? '';
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
