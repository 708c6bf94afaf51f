import { formatJoinString, maxEndpoints } from '../../shared/enrollment/join-string.ts';
import type { ControllerConfig } from '../config/load.ts';
import { parseEndpoint } from '../config/schema.ts';

/**
 * What a router needs to ask to join: the public endpoints, and the hash of the enrollment listener's key.
 *
 * @param keyHash SHA-256, 32 bytes
 * @param endpoints `host:port` of the tunnel, where it has moved since controller.toml was written
 */
export function joinStringOf(
  config: ControllerConfig,
  keyHash: Buffer,
  endpoints: readonly string[] = [],
): string {
  const { port } = config.listen.enrollment;
  const moved = endpoints.flatMap((endpoint) => parseEndpoint(endpoint) ?? []);
  const hosts = new Set((moved.length > 0 ? moved : config.endpoints).map(({ host }) => host));
  const places = [...hosts].slice(0, maxEndpoints).map((host) => ({ host, port }));
  return formatJoinString({ endpoints: places, keyHash });
}
