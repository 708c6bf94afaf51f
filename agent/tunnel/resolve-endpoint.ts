import { messageOf } from '../../shared/errors.ts';
import type { Resolve } from '../../shared/net/resolve.ts';
import type { Log } from '../../shared/os/log.ts';
import { formatEndpoint } from '../../shared/wireguard/config-text.ts';
import { parseControllerEndpoint } from './candidates.ts';

export interface ResolveOptions {
  readonly log: Log;
  readonly resolve: Resolve;
  readonly resolveTimeoutMs: number;
}

/** The addresses of a controller endpoint, each with its port; none if it cannot be resolved now. */
export async function resolveEndpoint(options: ResolveOptions, text: string | undefined): Promise<string[]> {
  const endpoint = parseControllerEndpoint(text ?? '');
  if (endpoint === undefined) return [];
  try {
    const addresses = await options.resolve(endpoint.host, options.resolveTimeoutMs);
    return addresses.map((address) => formatEndpoint(address, endpoint.port));
  } catch (error) {
    options.log.warn({ endpoint: text, error: messageOf(error) }, 'the controller cannot be resolved');
    return [];
  }
}
