import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../shared/os/clock.ts';
import { addressOf } from '../tunnel/source-address.ts';
import { createBuckets, createPlaces, createShares, type Limit } from './shares.ts';

export interface GateLimits {
  /** Open connections altogether. */
  readonly connections: number;
  /** Open connections from one source. */
  readonly perSource: number;
  /** How long a connection may be open, in ms, unless it is let stay. */
  readonly lifetimeMs: number;
  /** Connections that a source opens, and all of them. */
  readonly opened: Limit;
  readonly openedByAll: Limit;
  /** Bytes that a source sends. */
  readonly bytes: Limit;
}

/**
 * A connection costs about 100 kB once it speaks TLS and HTTP/2, so that these are at most about 50 MB. A router asks
 * once a connection and waits 10 s for the answer: whoever stays longer keeps a place from others.
 *
 * A handshake takes about half a millisecond of the processor that also serves the enrolled, and a router makes two to
 * ask. What is no request of ours is answered by gRPC, which counts nothing, in some thirty bytes: only bytes can be
 * limited. A router sends about 4 kB to ask.
 */
export const enrollmentLimits: GateLimits = {
  connections: 500,
  perSource: 32,
  lifetimeMs: 30_000,
  opened: { burst: 600, perSecond: 6 },
  openedByAll: { burst: 1_000, perSecond: 400 },
  bytes: { burst: 2 * 1024 * 1024, perSecond: 32 * 1024 },
};

/** How often what came is counted, in ms. */
const countEveryMs = 250;

/** Lets a connection be open for so long from now on, in ms. */
export type Stay = (ms: number) => void;

/**
 * Takes connections for a server that has no limits of its own, and closes those that are too many before
 * anything is kept of them.
 *
 * @param pass takes what is let through
 */
export function createGate(
  limits: GateLimits,
  clock: Pick<Clock, 'monotonic'>,
  pass: (socket: Socket, stay: Stay) => void,
): Server {
  const opened = createShares(clock, limits.opened);
  const openedByAll = createBuckets(clock, limits.openedByAll);
  const bytes = createShares(clock, limits.bytes);
  const places = createPlaces(limits.perSource);
  const gate = createServer((socket) => {
    const address = addressOf(`${socket.remoteAddress ?? ''}:0`);
    if (!places.isFree(address) || !bytes.has(address) || !opened.take(address) || !openedByAll.take('')) {
      socket.destroy();
      return;
    }
    places.take(address);
    let counted = 0;
    const count = () => {
      const came = socket.bytesRead - counted;
      counted += came;
      if (came > 0) bytes.spend(address, came);
    };
    const counting = setInterval(() => {
      count();
      if (!bytes.has(address)) socket.destroy();
    }, countEveryMs);
    let end: NodeJS.Timeout | undefined;
    const stay: Stay = (ms) => {
      clearTimeout(end);
      end = setTimeout(() => socket.destroy(), ms);
    };
    stay(limits.lifetimeMs);
    socket.once('close', () => {
      clearInterval(counting);
      clearTimeout(end);
      count();
      places.free(address);
    });
    pass(socket, stay);
  });
  gate.maxConnections = limits.connections;
  return gate;
}
