import { formatJoinString } from '../../shared/enrollment/join-string.ts';
import type { ControllerConfig } from '../config/load.ts';

/**
 * What a router needs to ask to join: the first public endpoint, and the hash of the enrollment listener's key.
 *
 * @param keyHash SHA-256, 32 bytes
 */
export function joinStringOf(config: ControllerConfig, keyHash: Buffer): string {
  const host = config.endpoints[0]?.host ?? '';
  return formatJoinString({ host, port: config.listen.enrollment.port, keyHash });
}
