import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Order, Tally } from './order.ts';
import { randomOf } from './random.ts';
import { type Shape, shapes } from './shapes.ts';
import { Counts, paced } from './tally.ts';

const stayMs = 5_000;
const patienceMs = 1_000;

/** Opens malformed connections, as many a second as ordered; resolves when the last one is gone. */
export async function attackConnections(order: Order): Promise<Tally> {
  const random = randomOf(order.seed);
  const hello = await clientHello();
  const [sent, ended] = [new Counts(), new Counts()];
  await paced(order.count, order.perSecond, async (index) => {
    const shape = shapes[index % shapes.length];
    const source = order.sources[index % order.sources.length];
    if (shape === undefined || source === undefined) return;
    sent.count(shape.name);
    ended.count(await attack(order, shape, source, shape.write(random, hello)));
  });
  return { sent: sent.all(), ended: ended.all() };
}

async function attack(
  { host, port }: Order,
  shape: Shape,
  localAddress: string,
  pieces: readonly Buffer[],
): Promise<string> {
  const plain = connect({ host, port, localAddress });
  const closed = new Promise<'refused'>((resolve) => plain.once('close', () => resolve('refused')));
  plain.on('error', () => undefined);
  const gone = (ms: number) => Promise.race([closed, delay(ms, 'open', { ref: false })]);
  try {
    await Promise.race([once(plain, 'connect'), closed]);
    const socket = shape.isTls ? await secured(plain) : plain;
    for (const piece of pieces) {
      if (socket.destroyed) break;
      socket.write(piece);
      await delay(1);
    }
    const how = await gone(shape.leave === 'stay' ? stayMs : 5);
    if (shape.leave === 'end' && how === 'open') {
      socket.end();
      await gone(patienceMs);
    }
    return how;
  } catch {
    return 'refused';
  } finally {
    if (shape.leave === 'reset') plain.resetAndDestroy();
    else plain.destroy();
  }
}

async function secured(plain: Socket): Promise<Socket> {
  const socket = connectTls({ socket: plain, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  socket.on('error', () => undefined);
  const signal = AbortSignal.timeout(patienceMs * 5);
  const failed = once(plain, 'close', { signal }).then(() => {
    throw new Error('closed');
  });
  await Promise.race([once(socket, 'secureConnect', { signal }), failed]);
  return socket;
}

/** The first bytes that a TLS client says. */
async function clientHello(): Promise<Buffer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = connectTls({ host: '127.0.0.1', port, ALPNProtocols: ['h2'], rejectUnauthorized: false });
  client.on('error', () => undefined);
  const [accepted] = (await once(server, 'connection')) as [Socket];
  const [hello] = (await once(accepted, 'data')) as [Buffer];
  client.destroy();
  accepted.destroy();
  server.close();
  return hello;
}
