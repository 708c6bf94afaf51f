import { createServer, type Server, type Socket } from 'node:net';
import { addressOf } from '../tunnel/source-address.ts';
import { sourceOf } from './rate-limit.ts';

export interface GateLimits {
  /** Open connections altogether. */
  readonly connections: number;
  /** Open connections from one source. */
  readonly perSource: number;
  /** How long a connection may be open, in ms. */
  readonly lifetimeMs: number;
}

/**
 * A connection costs about 100 kB once it speaks TLS and HTTP/2, so that these are at most about 50 MB. A router asks
 * once a connection and waits 10 s for the answer: whoever stays longer keeps a place from others.
 */
export const enrollmentLimits: GateLimits = { connections: 500, perSource: 32, lifetimeMs: 30_000 };

/**
 * Takes connections for a server that has no limits of its own, and closes those that are too many before
 * anything is kept of them.
 *
 * @param pass takes what is let through
 */
export function createGate(limits: GateLimits, pass: (socket: Socket) => void): Server {
  const open = new Map<string, number>();
  const gate = createServer((socket) => {
    const source = sourceOf(addressOf(`${socket.remoteAddress ?? ''}:0`));
    const own = open.get(source) ?? 0;
    if (own >= limits.perSource) {
      socket.destroy();
      return;
    }
    open.set(source, own + 1);
    const end = setTimeout(() => socket.destroy(), limits.lifetimeMs);
    socket.once('close', () => {
      clearTimeout(end);
      const left = (open.get(source) ?? 1) - 1;
      if (left === 0) open.delete(source);
      else open.set(source, left);
    });
    pass(socket);
  });
  gate.maxConnections = limits.connections;
  return gate;
}
