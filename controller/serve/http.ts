import type { Server } from 'node:http';
import { messageOf } from '../../shared/errors.ts';
import { createHttpServer, metricsPage } from '../../shared/net/http-server.ts';
import type { AdminContext } from '../admin/context.ts';
import { discoveryPage } from '../discovery/discovery.ts';
import type { Hints } from '../hints/hints.ts';
import { createMetrics } from './metrics.ts';

/** The controller's pages: `/metrics`, `/sd` and `/healthz`. */
export function createHttp(context: AdminContext, hints: Pick<Hints, 'sent' | 'moves'>): Server {
  const { store, watches, log } = context;
  const pages = { ...metricsPage(createMetrics(store, watches, hints)), ...discoveryPage(context) };
  return createHttpServer(pages, (path, error) =>
    log.error({ path, reason: messageOf(error) }, 'a page cannot be made'),
  );
}
