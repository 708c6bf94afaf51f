import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createGate, enrollmentLimits, type GateLimits } from '../../controller/enrollment/gate.ts';
import { until } from '../fakes/until.ts';

describe('strangers that go on', () => {
  const at = { at: 0, monotonic: () => at.at };
  const openTo = async (context: TestContext, limits: Partial<GateLimits>) => {
    const passed: Socket[] = [];
    const gate = createGate({ ...enrollmentLimits, ...limits }, at, (socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      passed.push(socket);
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    context.after(async () => {
      for (const socket of passed) socket.destroy();
      await new Promise((resolve) => gate.close(resolve));
    });
    const { port } = gate.address() as { port: number };
    return {
      passed,
      /** Opens a connection; resolves to whether it was let through, once that is decided. */
      open: async (localAddress: string) => {
        const before = passed.length;
        const socket = connect({ host: '127.0.0.1', port, localAddress });
        socket.on('error', () => undefined);
        socket.resume();
        let isClosed = false;
        socket.on('close', () => {
          isClosed = true;
        });
        await until('it is decided', () => isClosed || passed.length > before);
        return { socket, isIn: passed.length > before };
      },
    };
  };

  it('opening connections are let in so often, and others meanwhile', async (context) => {
    const { open } = await openTo(context, { opened: { burst: 3, perSecond: 1 } });
    const opened: boolean[] = [];
    for (let i = 0; i < 6; i++) {
      const { socket, isIn } = await open('127.0.0.1');
      socket.destroy();
      opened.push(isIn);
    }
    assert.deepEqual(opened, [true, true, true, false, false, false]);
    assert.ok((await open('127.0.0.2')).isIn);
    at.at += 1_000;
    assert.ok((await open('127.0.0.1')).isIn);
  });

  it('sending are cut off, kept out for a while, and not by a new connection let in again', async (context) => {
    const { open, passed } = await openTo(context, { bytes: { burst: 1_000, perSecond: 100 } });
    const { socket } = await open('127.0.0.1');
    socket.write(Buffer.alloc(1_500));
    await until('it is cut off', () => passed[0]?.destroyed);
    assert.equal((await open('127.0.0.1')).isIn, false);
    assert.ok((await open('127.0.0.2')).isIn);
    at.at += 10_000;
    const short = [await open('127.0.0.1'), await open('127.0.0.1')];
    // Over before anybody looked, and each of them counts.
    for (const { socket: one, isIn } of short) {
      assert.ok(isIn);
      one.end(Buffer.alloc(2_000));
    }
    await until('they are over', () => passed.slice(-2).every(({ destroyed }) => destroyed));
    at.at += 20_000;
    assert.equal((await open('127.0.0.1')).isIn, false);
    at.at += 20_000;
    assert.ok((await open('127.0.0.1')).isIn);
  });
});
