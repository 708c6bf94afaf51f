import type { Log } from '../../shared/os/log.ts';
import type { ControllerConfig } from '../config/load.ts';
import { compareConfigs } from '../config/reload.ts';
import type { ManagementTunnel } from '../tunnel/management.ts';

/**
 * Takes over what a running daemon can of a configuration that was read again, and says of the rest what to do.
 *
 * @param config the one in force; it is changed in place
 */
export function createReload(
  config: { endpoints: ControllerConfig['endpoints'] } & ControllerConfig,
  tunnel: Pick<ManagementTunnel, 'renewAnswers' | 'contradictions'>,
  log: Log,
): (now: ControllerConfig) => void {
  return (now) => {
    const { taken, left } = compareConfigs(config, now);
    config.endpoints = now.endpoints;
    // Routers that ask once more are told the new place.
    if (taken.length > 0) tunnel.renewAnswers();
    log.info({ taken }, 'controller.toml was read again');
    for (const line of [...left, ...tunnel.contradictions()]) log.warn(line);
  };
}
