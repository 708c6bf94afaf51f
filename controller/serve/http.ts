import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { messageOf } from '../../shared/errors.ts';
import { createHttpServer, metricsPage } from '../../shared/net/http-server.ts';
import type { AdminContext } from '../admin/context.ts';
import type { Door } from '../agents/door.ts';
import { discoveryPage } from '../discovery/discovery.ts';
import type { Hints } from '../hints/hints.ts';
import { registerMetrics } from '../metrics/metrics.ts';
import { type ControllerHealth, healthPages } from './health.ts';

/** The controller's pages: `/metrics`, `/sd`, `/healthz` and `/readyz`. */
export function createHttp(
  context: AdminContext,
  told: { readonly hints: Pick<Hints, 'sent' | 'moves'>; readonly door: Pick<Door, 'putOff'> },
  registry: Registry,
  health: ControllerHealth,
): Server {
  registerMetrics(registry, { ...context, ...told });
  const pages = { ...metricsPage(registry), ...discoveryPage(context), ...healthPages(context, health) };
  return createHttpServer(pages, (path, error) =>
    context.log.error({ path, reason: messageOf(error) }, 'a page cannot be made'),
  );
}
