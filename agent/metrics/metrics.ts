import type { Registry } from 'prom-client';
import { messageOf } from '../../shared/errors.ts';
import { createHttpServer, metricsPage } from '../../shared/net/http-server.ts';
import type { Log } from '../../shared/os/log.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { Bird } from '../bird/bird.ts';
import { listenInTunnel } from '../tunnel/listen.ts';
import { registerBird } from './bird.ts';
import { type HealthSources, healthPages } from './health.ts';
import { registerMachine } from './machine.ts';
import { registerProcess } from './process.ts';
import type { Timings } from './timings.ts';
import { registerTowline, type TowlineSources } from './towline.ts';
import { registerWireGuard } from './wireguard.ts';

export interface MetricsOptions extends TowlineSources, HealthSources {
  readonly timings: Timings;
  readonly devices: () => ReadonlyMap<string, DeviceState>;
  readonly bird: Pick<Bird, 'details'>;
  readonly stateDir: string;
  readonly clockOffsetS: () => number | undefined;
  /** The node's address in the management tunnel. */
  readonly address: string;
  readonly port: number;
  readonly log: Log;
}

/** Prometheus at one controller, and a person beside it. */
const mostConnections = 8;

/** Serves the metrics at the management address, where only the controller's machine comes, until the signal is aborted. */
export async function serveMetrics(options: MetricsOptions, signal: AbortSignal): Promise<void> {
  const { registry } = options.timings;
  const askBird = registerMetrics(registry, options);
  const failed = (path: string, error: unknown) =>
    options.log.warn({ path, error: messageOf(error) }, 'a page cannot be made');
  const pages = { ...metricsPage(registry, askBird), ...healthPages(options) };
  const server = createHttpServer(pages, failed, mostConnections);
  await listenInTunnel({ ...options, server, what: 'the metrics' }, signal);
}

/**
 * Puts everything that the agent shows into its registry, beside what its timings count; it is read when it is asked for.
 *
 * @returns to be called as a scrape begins
 */
export function registerMetrics(
  registry: Registry,
  options: MetricsOptions,
): ReturnType<typeof registerBird> {
  const peers = () => new Map(options.status()?.links.map(({ interface: name, peer }) => [name, peer]));
  registerTowline(registry, options);
  registerWireGuard(registry, options.devices, peers);
  const askBird = registerBird(registry, async () => {
    try {
      return await options.bird.details();
    } catch (error) {
      options.log.debug({ error: messageOf(error) }, 'BIRD does not answer a scrape');
      return undefined;
    }
  });
  registerMachine(registry, options);
  registerProcess(registry);
  return askBird;
}
