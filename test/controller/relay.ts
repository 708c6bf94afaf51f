import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Passes connections on to a port of 127.0.0.1, from another loopback address: what the tunnel does for a router. */
export async function startRelay(target: number, from: string): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const upstream = connect({ host: '127.0.0.1', port: target, localAddress: from });
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
