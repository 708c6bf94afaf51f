import { connect, type Socket } from 'node:net';

/** A route that a speaker announces which knows AS numbers of two bytes only, as it says. */
export interface OldAnnouncement {
  readonly prefix: string;
  /** AS_PATH, which everybody reads. */
  readonly path: readonly number[];
  /** AS4_PATH, which takes the place of as many numbers of the other (RFC 6793, 4.2.3); none if absent. */
  readonly behind?: readonly number[];
}

export interface OldSession {
  /** With the interface: `fe80::2%eth0`. */
  readonly local: string;
  readonly neighbor: string;
  readonly asn: number;
}

const marker = Buffer.alloc(16, 0xff);
const [openType, updateType, keepaliveType] = [1, 2, 4];

/** Says what BIRD would never send: BGP by hand. Resolves once the neighbour has answered all of the opening. */
export async function speakAsOld(
  session: OldSession,
  announcements: readonly OldAnnouncement[],
): Promise<Socket> {
  const socket = connect({ host: session.neighbor, port: 179, localAddress: session.local });
  await new Promise<void>((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.once('connect', () => socket.write(message(openType, opening(session.asn))));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the neighbour ended the session')));
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      while (received.length >= 19 && received.length >= received.readUInt16BE(16)) {
        const type = received[18];
        received = received.subarray(received.readUInt16BE(16));
        if (type === openType) socket.write(message(keepaliveType, Buffer.alloc(0)));
        if (type === keepaliveType) resolve();
      }
    });
  });
  const own = addressBytes(session.local.split('%')[0] ?? '');
  for (const announcement of announcements) socket.write(message(updateType, update(announcement, own)));
  return socket;
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([marker, word(19 + body.length), Buffer.from([type]), body]);
}

function opening(asn: number): Buffer {
  const capabilities = Buffer.from([
    // Both families, and IPv4 with next hops of IPv6; none of four bytes for an AS.
    ...[1, 4, 0, 1, 0, 1],
    ...[1, 4, 0, 2, 0, 1],
    ...[5, 6, 0, 1, 0, 1, 0, 2],
  ]);
  const parameters = Buffer.concat([Buffer.from([2, capabilities.length]), capabilities]);
  // The lowest router id of all: where nothing else differs, its route is the one that is used.
  const routerId = [0, 0, 0, 1];
  return Buffer.concat([
    Buffer.from([4]),
    word(asn),
    word(90),
    Buffer.from([...routerId, parameters.length]),
    parameters,
  ]);
}

function update({ prefix, path, behind }: OldAnnouncement, own: Buffer): Buffer {
  const [address = '', length] = prefix.split('/');
  const bytes = addressBytes(address).subarray(0, Math.ceil(Number(length) / 8));
  const family = address.includes(':') ? 2 : 1;
  const reach = Buffer.from([0, family, 1, own.length, ...own, 0, Number(length), ...bytes]);
  const attributes = Buffer.concat([
    attribute(0x40, 1, Buffer.from([0])),
    attribute(0x40, 2, Buffer.concat([Buffer.from([2, path.length]), ...path.map(word)])),
    attribute(0x80, 14, reach),
    ...(behind === undefined
      ? []
      : [attribute(0xc0, 17, Buffer.concat([Buffer.from([2, behind.length]), ...behind.map(doubleWord)]))]),
  ]);
  return Buffer.concat([word(0), word(attributes.length), attributes]);
}

function attribute(flags: number, type: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([flags, type, value.length]), value]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function doubleWord(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.concat([...before, ...zeros, ...after].map((group) => word(Number.parseInt(group, 16))));
}
