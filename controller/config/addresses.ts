import type { ControllerConfig } from './load.ts';

/** `host:port`, an IPv6 address in brackets. */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where nodes reach the controller's WireGuard, best first: `host:port`. */
export function wireguardEndpoints(config: ControllerConfig): string[] {
  return config.endpoints.map(({ host, port }) => hostPort(host, port ?? config.listen.wireguard_port));
}
