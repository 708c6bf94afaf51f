import { formatJoinString } from '../../shared/enrollment/join-string.ts';
import type { ControllerConfig } from '../config/load.ts';
import { parseEndpoint } from '../config/schema.ts';

/**
 * What a router needs to ask to join: the first public endpoint, and the hash of the enrollment listener's key.
 *
 * @param keyHash SHA-256, 32 bytes
 * @param endpoint `host:port` of the tunnel, where it has moved since controller.toml was written
 */
export function joinStringOf(config: ControllerConfig, keyHash: Buffer, endpoint?: string): string {
  const host = parseEndpoint(endpoint ?? '')?.host ?? config.endpoints[0]?.host ?? '';
  return formatJoinString({ host, port: config.listen.enrollment.port, keyHash });
}
