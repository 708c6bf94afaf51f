import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Stay } from './gate.ts';

export interface Front {
  /** Takes a connection as it came. */
  take(socket: Socket, stay: Stay): void;
  /** Lets the connection of a socket be open for so long from now on, in ms. */
  stay(socket: Socket, ms: number): void;
  /** Ends those that are open. */
  close(): void;
}

export interface FrontOptions {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Takes those that speak HTTP/2, which is gRPC. */
  readonly grpc: (socket: Socket) => void;
  /** Takes all others: HTTP/1.1. */
  readonly http: (socket: Socket) => void;
}

/** TLS before two servers on one port: a client says by ALPN (RFC 7301) which of them it wants. */
export function createFront({ key, cert, grpc, http }: FrontOptions): Front {
  const open = new Map<string, { readonly socket: Socket; readonly stay: Stay }>();
  // Whoever knows both, as curl does, wants files: gRPC offers h2 alone.
  const tls = createServer({ key, cert, ALPNProtocols: ['http/1.1', 'h2'] });
  tls.on('secureConnection', (socket) => {
    // The server that takes it has handlers of its own, but not at once.
    socket.on('error', () => socket.destroy());
    if (socket.alpnProtocol === 'h2') grpc(socket);
    else http(socket);
  });
  tls.on('tlsClientError', (_error, socket) => socket.destroy());
  return {
    take(socket, stay) {
      const ends = endsOf(socket);
      open.set(ends, { socket, stay });
      socket.once('close', () => open.delete(ends));
      tls.emit('connection', socket);
    },
    stay: (socket, ms) => open.get(endsOf(socket))?.stay(ms),
    close() {
      for (const { socket } of open.values()) socket.destroy();
    },
  };
}

/** What a connection is known by, also through TLS. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(' ');
}
