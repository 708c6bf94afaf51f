import { wireguardEndpoints } from '../config/addresses.ts';
import type { ControllerConfig } from '../config/load.ts';
import type { Places } from './places.ts';

/**
 * Where controller.toml and the tunnel say different things, a line each. What was moved holds: the nodes know that
 * place and no other, and a file that is put back must not cut them off. Pure.
 */
export function contradictions(config: ControllerConfig, { home, target, state }: Places): string[] {
  // Generation 0 is written down when the first move begins; until then the file holds.
  if (target.generation === 0) return [];
  const held = state === 'moving' ? home : target;
  const since = `what the tunnel was moved to holds; 'towline tunnel move' changes it`;
  const lines: string[] = [];
  if (config.listen.wireguard_port !== held.port) {
    lines.push(
      `controller.toml says listen.wireguard_port = ${config.listen.wireguard_port}, the tunnel is on ${held.port}: ${since}; write ${held.port} there`,
    );
  }
  const configured = wireguardEndpoints({
    ...config,
    listen: { ...config.listen, wireguard_port: held.port },
  });
  if (configured.join('\n') !== held.endpoints.join('\n')) {
    const wanted = held.endpoints.map((endpoint) => JSON.stringify(endpoint)).join(', ');
    lines.push(
      `controller.toml says endpoints = [${configured.map((endpoint) => JSON.stringify(endpoint)).join(', ')}]: ${since}; write [${wanted}] there`,
    );
  }
  return lines;
}
