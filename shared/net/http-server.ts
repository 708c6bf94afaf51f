import { createServer, type Server } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Registry } from 'prom-client';

/** What is answered at a path. */
export interface Page {
  readonly type: string;
  readonly text: string | Buffer;
  /** 200 if absent. */
  readonly status?: number;
}

/** Pages by path. */
export type Pages = Readonly<Record<string, () => Promise<Page>>>;

const compress = promisify(gzip);
/** Below, compressing costs more than it saves. */
const leastCompressed = 1024;
const plain = { 'content-type': 'text/plain' };

/**
 * `/metrics` of a registry, for `createHttpServer`.
 *
 * @param begin called at the start of a scrape
 */
export function metricsPage(registry: Registry, begin: () => void = () => undefined): Pages {
  return {
    '/metrics': async () => {
      begin();
      // One after the other, and out of the heap at once: all together, those of a hub with hundreds of links would
      // outlive V8's small young generation, and collecting them took longer than making them.
      const pieces: Buffer[] = [];
      for (const { name } of registry.getMetricsAsArray())
        pieces.push(Buffer.from(`${await registry.getSingleMetricAsString(name)}\n`));
      return { type: registry.contentType, text: Buffer.concat(pieces) };
    },
  };
}

/**
 * Pages to read over HTTP. It has no authentication: it listens where only those come who may see them.
 *
 * @param onFailure told why a page could not be made
 * @param most connections at a time
 */
export function createHttpServer(
  pages: Pages,
  onFailure: (path: string, error: unknown) => void,
  most = 100,
): Server {
  const known = new Map(Object.entries(pages));
  const hint = `see ${[...known.keys()].join(', ')}\n`;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const page = known.get(path);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    } else if (page === undefined) {
      response.writeHead(404, plain).end(hint);
    } else {
      const mayCompress = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      bodyOf(page, mayCompress).then(
        ({ status, type, bytes, encoding }) =>
          response
            .writeHead(status, { 'content-type': type, vary: 'accept-encoding', ...encoding })
            .end(bytes),
        (error: unknown) => {
          onFailure(path, error);
          response.writeHead(500, plain).end('this cannot be read now: see the log\n');
        },
      );
    }
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.maxConnections = most;
  return server;
}

async function bodyOf(page: () => Promise<Page>, mayCompress: boolean) {
  const { status = 200, type, text } = await page();
  if (!mayCompress || text.length < leastCompressed) return { status, type, bytes: text, encoding: {} };
  return { status, type, bytes: await compress(text), encoding: { 'content-encoding': 'gzip' } };
}

export function closeHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
