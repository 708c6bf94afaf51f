import { createServer, type Server, type Socket } from 'node:net';
import { canonicalSource } from '../tunnel/source-address.ts';

/** An agent has its session, one connection that proves a bundle, and some that broke and are not missed yet. */
const perNode = 8;

/**
 * Largest request that is taken, and requests at once on a connection: what has not come in whole is kept in memory
 * before it is known who sends it, which makes 128 MB a node at most.
 */
export const agentLimits = { messageBytes: 1024 * 1024, streams: 16 } as const;

/**
 * Takes connections for a server that has no limits of its own. A node that opens too many loses its oldest: those may
 * be left from before its line broke, and it must not be kept out by them.
 *
 * @param pass takes every connection
 */
export function createNodeGate(pass: (socket: Socket) => void): Server {
  const open = new Map<string, Set<Socket>>();
  return createServer((socket) => {
    const source = canonicalSource(socket.remoteAddress ?? '');
    const own = open.get(source) ?? new Set<Socket>();
    open.set(source, own.add(socket));
    socket.once('close', () => {
      own.delete(socket);
      if (own.size === 0 && open.get(source) === own) open.delete(source);
    });
    pass(socket);
    const [oldest] = own;
    if (own.size <= perNode || oldest === undefined) return;
    own.delete(oldest);
    oldest.destroy();
  });
}
