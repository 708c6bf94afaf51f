import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createFileServer, type FileLimits, fileLimits } from '../../controller/packages/file-server.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

const size = 8 * 1024 * 1024;

/** Where these of IPv4 say they come from. */
const networks: Readonly<Record<string, string>> = {
  '127.0.1.1': '2001:db8:1:1::1',
  '127.0.1.2': '2001:db8:1:1:ffff::2',
  '127.0.1.3': '2001:db8:1:2::1',
  '127.0.1.4': '2001:db8:1:3::1',
  '127.0.1.5': '2001:db8:1:4::1',
  '127.0.1.6': '2001:db8:1:5::1',
  '127.0.2.1': '2001:db8:2:1::1',
};

describe('downloads of new routers', () => {
  const open = async (context: TestContext, limits: Partial<FileLimits>) => {
    const folder = mkdtempSync(join(tmpdir(), 'towline-file-limits-'));
    writeFileSync(join(folder, 'script'), Buffer.alloc(size, 'x'));
    const clock = { at: 0, monotonic: () => clock.at };
    const stays: number[] = [];
    const files = createFileServer({
      ...{ shelf: { list: async () => [] }, script: join(folder, 'script'), clock, log: silentLog },
      limits: { ...fileLimits, ...limits },
      stay: (_socket, ms) => void stays.push(ms),
    });
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      const from = networks[socket.remoteAddress ?? ''];
      if (from !== undefined) Object.defineProperty(socket, 'remoteAddress', { value: from });
      files.emit('connection', socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    });
    const { port } = server.address() as { port: number };
    /** Asks for the script; resolves when the first bytes of the answer are there, and reads no more of it. */
    const ask = (localAddress = '127.0.0.1') =>
      new Promise<{ readonly socket: Socket; readonly status: string }>((resolve) => {
        const socket = connect({ host: '127.0.0.1', port, localAddress });
        socket.on('error', () => undefined);
        socket.write('GET /bootstrap.sh HTTP/1.1\r\nHost: x\r\n\r\n');
        socket.once('data', (part) => {
          socket.pause();
          resolve({ socket, status: part.toString('latin1').slice(9, 12) });
        });
      });
    return { ask, clock, stays };
  };

  it('are so many of one source at a time, and others get theirs', async (context) => {
    const { ask } = await open(context, { perSource: 1 });
    const slow = await ask();
    assert.equal(slow.status, '200');
    assert.equal((await ask()).status, '429');
    assert.equal((await ask('127.0.0.2')).status, '200');
    slow.socket.destroy();
    await until('its place is free', async () => (await ask()).status === '200');
  });

  it('are so many of a /64, and four times as many of a /48', async (context) => {
    const { ask } = await open(context, { perSource: 1 });
    const statuses: string[] = [];
    for (const address of Object.keys(networks)) statuses.push((await ask(address)).status);
    assert.deepEqual(statuses, ['200', '429', '200', '200', '200', '429', '200']);
  });

  it('cost the bytes that were sent, not those that were asked for', async (context) => {
    const once = { burst: size, perSecond: 0 };
    const { ask } = await open(context, { bytes: once, bytesForAll: once });
    const gone = await ask();
    assert.equal((await ask('127.0.0.2')).status, '429', 'while it lasts it counts whole');
    gone.socket.destroy();
    await until('what was not sent is there again', async () => {
      const { socket, status } = await ask();
      socket.destroy();
      return status === '200';
    });
    let whole = 0;
    await until('what was sent is used up', async () => {
      const { socket, status } = await ask();
      if (status === '429') return whole > 0;
      whole++;
      await new Promise<void>((resolve) => socket.once('close', () => resolve()).resume());
      return false;
    });
    assert.equal(whole, 1);
  });

  it('are so many altogether', async (context) => {
    const { ask } = await open(context, { downloads: 2 });
    assert.deepEqual([(await ask('127.0.0.1')).status, (await ask('127.0.0.2')).status], ['200', '200']);
    assert.equal((await ask('127.0.0.3')).status, '429');
  });

  it('are so many bytes of one source, and more after a while', async (context) => {
    const { ask, clock } = await open(context, { bytes: { burst: size, perSecond: size / 10 } });
    assert.equal((await ask()).status, '200');
    assert.equal((await ask()).status, '429');
    assert.equal((await ask('127.0.0.2')).status, '200');
    clock.at += 1_000;
    assert.equal((await ask()).status, '200');
  });

  it('are so many bytes altogether', async (context) => {
    const { ask } = await open(context, { bytesForAll: { burst: size, perSecond: 1 } });
    assert.equal((await ask()).status, '200');
    assert.equal((await ask('127.0.0.2')).status, '429');
  });

  it('may take as long as their size asks for, and nothing else may', async (context) => {
    const { ask, stays } = await open(context, { leastBytesPerSecond: size / 10 });
    await ask();
    assert.deepEqual(stays, [40_000]);
  });
});
