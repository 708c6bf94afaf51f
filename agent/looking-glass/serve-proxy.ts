import type { Log } from '../../shared/os/log.ts';
import { listenInTunnel } from '../tunnel/listen.ts';
import { createProxy, type ProxyOptions } from './proxy.ts';

export interface ServeProxyOptions extends ProxyOptions {
  /** The node's address in the management tunnel. */
  readonly address: string;
  /** 0: there is no proxy. */
  readonly port: number;
  readonly log: Log;
}

/** Serves bird-lg-go's proxy at the management address, where only the controller's machine comes, until the signal is aborted. */
export function serveProxy(options: ServeProxyOptions, signal: AbortSignal): Promise<void> {
  return listenInTunnel({ ...options, server: createProxy(options), what: 'the looking glass' }, signal);
}
