import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { sha256 } from '../../../shared/crypto/sha256.ts';
import type { Order, Tally } from './order.ts';
import { randomOf } from './random.ts';
import { goodMessage, messageOf } from './requests.ts';
import { Counts, paced } from './tally.ts';

const path = '/towline.v1.EnrollmentService/Enroll';
const patienceMs = 20_000;
/** A session is used for so many messages: broken ones may end it before. */
const perSession = 5;

/** Calls `Enroll` with malformed messages; resolves when all are answered. */
export async function attackMessages(order: Order): Promise<Tally> {
  const random = randomOf(order.seed);
  const keyHash = await keyHashOf(order);
  const [sent, ended] = [new Counts(), new Counts()];
  const sessions = new Map<string, { session: ClientHttp2Session; left: number }>();
  await paced(order.count, order.perSecond, async (index) => {
    const source = order.sources[Math.floor(index / perSession) % order.sources.length] ?? '';
    const isPlanted = order.beginsWell === true && index === 0;
    const { name, body } = isPlanted ? goodMessage(keyHash) : messageOf(index, random, keyHash);
    sent.count(name);
    ended.count(await call(sessionOf(order, source), body));
  });
  for (const { session } of sessions.values()) session.destroy();
  return { sent: sent.all(), ended: ended.all() };

  function sessionOf({ host, port }: Order, source: string): ClientHttp2Session {
    const known = sessions.get(source);
    if (known !== undefined && known.left > 0 && !known.session.closed && !known.session.destroyed) {
      known.left--;
      return known.session;
    }
    known?.session.close();
    const session = connect('https://controller', {
      createConnection: () =>
        connectTls({
          socket: connectTcp({ host, port, localAddress: source }).on('error', () => undefined),
          rejectUnauthorized: false,
          ALPNProtocols: ['h2'],
        }),
    });
    session.on('error', () => undefined);
    sessions.set(source, { session, left: perSession - 1 });
    return session;
  }
}

/** Sends one call; resolves to its gRPC status, or `refused` where the connection was closed. */
async function call(session: ClientHttp2Session, body: Buffer): Promise<string> {
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => undefined);
    stream.setTimeout(patienceMs, () => stream.destroy());
    let status: string | undefined;
    // An answer without a body has its status among the headers.
    stream.on('response', (headers) => {
      status ??= headers['grpc-status']?.toString();
    });
    stream.on('trailers', (headers) => {
      status ??= headers['grpc-status']?.toString();
    });
    stream.resume();
    stream.end(body);
    await once(stream, 'close');
    return status === undefined ? 'refused' : `status ${status}`;
  } catch {
    return 'refused';
  }
}

/** Hash of the server's public key, as a join string has it: the attacker has seen one. */
async function keyHashOf({ host, port, sources }: Order): Promise<Buffer> {
  const plain = connectTcp({ host, port, localAddress: sources[0] });
  const socket = connectTls({ socket: plain, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return sha256(new X509Certificate(raw).publicKey.export({ format: 'der', type: 'spki' }));
}
