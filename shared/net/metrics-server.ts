import { createServer, type Server } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Registry } from 'prom-client';

const compress = promisify(gzip);
/** Below, compressing costs more than it saves. */
const leastCompressed = 1024;

/**
 * `/healthz` and `/metrics` over HTTP. It has no authentication: it listens where only those come who may see them.
 *
 * @param most connections at a time
 */
export function createMetricsServer(registry: Registry, most = 100): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const text = { 'content-type': 'text/plain' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    } else if (path === '/healthz') {
      response.writeHead(200, text).end('ok\n');
    } else if (path === '/metrics') {
      const mayCompress = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      body(registry, mayCompress).then(
        ({ bytes, encoding }) => {
          const type = { 'content-type': registry.contentType, vary: 'accept-encoding' };
          response.writeHead(200, { ...type, ...encoding }).end(bytes);
        },
        () => response.writeHead(500, text).end('the metrics cannot be read: see the log\n'),
      );
    } else {
      response.writeHead(404, text).end('see /metrics and /healthz\n');
    }
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.maxConnections = most;
  return server;
}

async function body(registry: Registry, mayCompress: boolean) {
  const text = await registry.metrics();
  if (!mayCompress || text.length < leastCompressed) return { bytes: text, encoding: {} };
  return { bytes: await compress(text), encoding: { 'content-encoding': 'gzip' } };
}

export function closeHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
