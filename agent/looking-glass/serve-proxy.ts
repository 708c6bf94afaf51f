import type { Log } from '../../shared/os/log.ts';
import type { AgentConfig } from '../config/schema.ts';
import type { Enrollment } from '../enroll/store.ts';
import { listenInTunnel } from '../tunnel/listen.ts';
import { createProxy, type ProxyOptions } from './proxy.ts';

export interface ServeProxyOptions extends ProxyOptions {
  readonly config: Pick<AgentConfig, 'looking_glass'>;
  readonly enrollment: Pick<Enrollment, 'managementAddress'>;
  readonly log: Log;
}

/**
 * Serves the proxy of bird-lg-go at the management address, where only the controller's machine comes, until the signal
 * is aborted; nothing where agent.toml names no port.
 */
export function serveProxy(options: ServeProxyOptions, signal: AbortSignal): Promise<void> {
  const { config, enrollment } = options;
  const place = { address: enrollment.managementAddress, port: config.looking_glass.port };
  const server = createProxy(options);
  return listenInTunnel({ ...options, ...place, server, what: 'the looking glass' }, signal);
}
