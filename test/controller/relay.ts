import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Passes connections on to a port of 127.0.0.1, from another loopback address: what the tunnel does for a router. */
export async function startRelay(target: number, from: string): Promise<Relay> {
  const sockets = new Set<Socket>();
  // HTTP/2 turns Nagle's algorithm off at both ends; with it here, each call would wait 40 ms.
  const server: Server = createServer({ noDelay: true }, (socket) => {
    const upstream = connect({ host: '127.0.0.1', port: target, localAddress: from, noDelay: true });
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
