import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { createBuckets, createPlaces, createShares, type Limit } from '../enrollment/shares.ts';
import { canonicalSource } from '../tunnel/source-address.ts';
import { openRegular, type Shelf, sumsText } from './shelf.ts';

export interface FileServerOptions {
  readonly shelf: Shelf;
  /** Path of the script that makes a machine a router. */
  readonly script: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Log, 'warn'>;
  readonly limits?: FileLimits;
  /** Lets a connection stay so much longer from now on, in ms. */
  readonly stay: (socket: Socket, ms: number) => void;
}

export interface FileLimits {
  /** Downloads at a time, and of one source. */
  readonly downloads: number;
  readonly perSource: number;
  /** Bytes that a source, and all of them, are sent. */
  readonly bytes: Limit;
  readonly bytesForAll: Limit;
  /** Who takes less than so many bytes a second is cut off in the end. */
  readonly leastBytesPerSecond: number;
}

const mega = 1024 * 1024;

/**
 * Twenty routers behind one address that all need a Node of 30 MB get it at once. What all strangers together fetch leaves
 * room on a line of 100 Mbit/s.
 */
export const fileLimits: FileLimits = {
  downloads: 100,
  perSource: 8,
  bytes: { burst: 1024 * mega, perSecond: mega / 2 },
  bytesForAll: { burst: 8 * 1024 * mega, perSecond: 6 * mega },
  leastBytesPerSecond: 32 * 1024,
};

const plain = { 'content-type': 'text/plain; charset=utf-8' };

function say(response: ServerResponse, status: number, text: string, head: Record<string, string> = {}) {
  const line = `${text}\n`;
  response.writeHead(status, { ...plain, 'content-length': line.length, ...head }).end(line);
}

/** Bytes of headers: `curl` sends a hundred. */
const maxHeaderSize = 4 * 1024;

/**
 * GET and HEAD of the script, of the packages and of their sums, for anybody: one answer a connection, each file by its
 * exact name, whole. It does not listen: connections are given to it (`emit('connection', socket)`), and whoever gives
 * them limits how long those last that do not download.
 */
export function createFileServer(options: FileServerOptions): Server {
  const { shelf, script, clock, log, stay, limits = fileLimits } = options;
  const sent = createShares(clock, limits.bytes);
  const sentToAll = createBuckets(clock, limits.bytesForAll);
  const places = createPlaces(limits.perSource);
  let all = 0;

  /** What a path names; undefined for all but a few. */
  const find = async (path: string): Promise<Found | undefined> => {
    if (path === '/bootstrap.sh') return { type: 'text/x-shellscript; charset=utf-8', path: script };
    const files = await shelf.list();
    if (path === '/SHA256SUMS') return { type: plain['content-type'], text: sumsText(files) };
    const found = files.find(({ file }) => path === `/${file}`);
    return found && { type: 'application/octet-stream', path: found.path };
  };

  const download = async (socket: Socket, response: ServerResponse, path: string, type: string) => {
    const source = canonicalSource(socket.remoteAddress ?? '');
    if (all >= limits.downloads || !places.isFree(source) || !sent.has(source) || !sentToAll.has('')) {
      say(response, 429, 'too many downloads: again in 10 s', { 'retry-after': '10' });
      return;
    }
    const spend = (bytes: number) => {
      sent.spend(source, bytes);
      sentToAll.spend('', bytes);
    };
    places.take(source);
    all++;
    try {
      const { stream, bytes } = await openRegular(path);
      spend(bytes);
      stay(socket, 30_000 + (bytes / limits.leastBytesPerSecond) * 1000);
      response.writeHead(200, { 'content-type': type, 'content-length': bytes });
      // Whoever goes away in the middle is no error of ours.
      await new Promise<void>((resolve) => pipeline(stream, response, () => resolve()));
      // They asked for it and left: what was not even read costs nobody anything.
      spend(stream.bytesRead - bytes);
    } finally {
      all--;
      places.free(source);
    }
  };

  const answer = async ({ method, url = '', socket }: IncomingMessage, response: ServerResponse) => {
    if (method !== 'GET' && method !== 'HEAD') {
      say(response, 405, 'GET and HEAD only', { allow: 'GET, HEAD' });
      return;
    }
    const found = await find(url);
    if (found === undefined) say(response, 404, 'there is no such file');
    else if ('text' in found || method === 'HEAD') {
      const bytes = 'text' in found ? Buffer.byteLength(found.text) : (await stat(found.path)).size;
      const head = { 'content-type': found.type, 'content-length': bytes };
      response.writeHead(200, head).end('text' in found ? found.text : '');
    } else await download(socket, response, found.path, found.type);
  };

  const server = createServer({ maxHeaderSize, keepAlive: false }, (request, response) => {
    // What else comes over this connection is nobody's.
    response.shouldKeepAlive = false;
    answer(request, response).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'a file for new routers cannot be read');
      if (response.headersSent) request.socket.destroy();
      else say(response, 500, 'this cannot be read now: see the log of the controller');
    });
  });
  server.maxHeadersCount = 50;
  server.maxRequestsPerSocket = 1;
  return server;
}

type Found =
  | { readonly type: string; readonly text: string }
  | { readonly type: string; readonly path: string };
