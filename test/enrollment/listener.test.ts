import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

const path = '/towline.v1.EnrollmentService/Enroll';

describe('the enrollment listener', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
  });
  after(() => harness.close());

  const port = () => harness.controller.listening().enrollment;

  /** One gRPC call by hand: the headers that came back, and grpc-status and grpc-message. */
  const post = async (method: string, frame: Buffer, more: Record<string, string> = {}) => {
    const session = connectHttp2(`https://127.0.0.1:${port()}`, {
      ca: readFileSync(join(harness.config.state_dir, 'keys/tls.crt')),
      checkServerIdentity: () => undefined,
    });
    session.on('error', () => undefined);
    try {
      return await new Promise<Record<string, string>>((resolve, reject) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': method,
          'content-type': 'application/grpc',
          te: 'trailers',
          ...more,
        });
        let headers: object = {};
        stream.on('response', (got) => {
          headers = got;
        });
        stream.on('trailers', (got) => {
          headers = { ...headers, ...got };
        });
        stream.on('error', reject);
        stream.on('close', () => resolve(headers as Record<string, string>));
        stream.resume();
        stream.end(frame);
      });
    } finally {
      session.destroy();
    }
  };
  const framed = (message: Buffer, compressed = 0) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(compressed);
    head.writeUInt32BE(message.length, 1);
    return Buffer.concat([head, message]);
  };
  const request = () => makeRequest(makeKeys(), 'r1', harness.keyHash);

  it('has one method, and says nothing of itself', async () => {
    const good = framed(v1.EnrollmentService.service.Enroll.requestSerialize(request()));
    const answer = await post(path, good);
    assert.equal(answer['grpc-status'], '0');
    const known = [':status', 'content-type', 'date', 'grpc-accept-encoding', 'grpc-encoding'];
    const more = ['grpc-status', 'grpc-message'];
    for (const name of Object.keys(answer)) assert.ok([...known, ...more].includes(name), name);
    for (const method of [
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
      '/grpc.health.v1.Health/Check',
      '/towline.v1.AdminService/GetStatus',
      '/towline.v1.AgentService/GetChallenge',
      '/towline.v1.EnrollmentService/enroll',
      '/',
    ]) {
      assert.equal((await post(method, framed(Buffer.alloc(0))))['grpc-status'], '12', method);
    }
  });

  it('takes messages of 64 KiB at most, also when they are packed', async () => {
    const status = async (frame: Buffer, more?: Record<string, string>) =>
      (await post(path, frame, more))['grpc-status'];
    assert.equal(await status(framed(Buffer.alloc(64 * 1024 + 1))), '8');
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    assert.ok(bomb.length < 64 * 1024);
    const before = process.memoryUsage().rss;
    assert.equal(await status(framed(bomb, 1), { 'grpc-encoding': 'gzip' }), '8');
    assert.ok(process.memoryUsage().rss - before < 40_000_000, 'it was not unpacked');
  });

  it('answers what is no message with an error and goes on', async () => {
    const whole = v1.EnrollmentService.service.Enroll.requestSerialize(request());
    for (let length = 0; length < whole.length; length += 7) {
      const code = (await post(path, framed(whole.subarray(0, length))))['grpc-status'];
      assert.ok(code === '3' || code === '13' || code === '16', `${length} bytes: status ${code}`);
    }
    for (const broken of [Buffer.alloc(0), Buffer.from('x'), framed(whole).subarray(0, 20)])
      assert.notEqual((await post(path, broken))['grpc-status'], '0');
    assert.ok((await enroll(harness, request())).pending);
  });

  it('takes so many bytes of one source, whatever they say, and lets others in', async () => {
    const openFrom = (localAddress: string) => {
      const session = connectHttp2(`https://127.0.0.1:${port()}`, {
        createConnection: () =>
          connectTls({
            ...{ host: '127.0.0.1', port: port(), localAddress, ALPNProtocols: ['h2'] },
            rejectUnauthorized: false,
          }),
      });
      session.on('error', () => undefined);
      return session;
    };
    const call = (session: ClientHttp2Session, bytes: number) =>
      new Promise<number>((resolve) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': '/none',
          'content-type': 'application/grpc',
        });
        let status = 0;
        stream.on('response', (got) => {
          status = got[':status'] ?? 0;
        });
        stream.on('error', () => undefined);
        stream.on('close', () => resolve(status));
        stream.resume();
        stream.end(Buffer.alloc(bytes));
      });
    const loud = openFrom('127.0.0.9');
    // Three times what it may send; there is no method that would count these calls.
    for (let i = 0; i < 100 && !loud.destroyed; i++) await call(loud, 60_000);
    await until('it is cut off', () => loud.destroyed);
    const again = openFrom('127.0.0.9');
    await until('it is kept out', () => again.destroyed);
    const other = openFrom('127.0.0.10');
    assert.equal(await call(other, 10), 200);
    other.destroy();
  });

  it('speaks TLS only', async () => {
    const answered = await new Promise<Buffer>((resolve) => {
      const parts: Buffer[] = [];
      const socket = connect(port(), '127.0.0.1', () => {
        socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
        socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      });
      socket.on('data', (part) => void parts.push(part));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(parts)));
    });
    // A TLS alert at most: no frame of HTTP/2.
    assert.ok(answered.length === 0 || answered.readUInt8(0) === 0x15, answered.toString('hex'));
  });
});
