import { messageOf } from '../../shared/errors.ts';
import type { Resolve } from '../../shared/net/resolve.ts';
import type { Complaints } from '../../shared/os/complaints.ts';
import type { Log } from '../../shared/os/log.ts';
import { formatEndpoint } from '../../shared/wireguard/config-text.ts';
import { parseControllerEndpoint } from './candidates.ts';

export interface ResolveOptions {
  readonly log: Log;
  readonly resolve: Resolve;
  readonly resolveTimeoutMs: number;
  /** Of one who asks each second. */
  readonly unresolved?: Complaints;
}

/** The addresses of a controller endpoint, each with its port; none if it cannot be resolved now. */
export async function resolveEndpoint(options: ResolveOptions, text: string | undefined): Promise<string[]> {
  const endpoint = parseControllerEndpoint(text ?? '');
  if (endpoint === undefined) return [];
  try {
    const addresses = await options.resolve(endpoint.host, options.resolveTimeoutMs);
    return addresses.map((address) => formatEndpoint(address, endpoint.port));
  } catch (error) {
    const reason = messageOf(error);
    if (options.unresolved?.isNews(`${text}: ${reason}`) ?? true)
      options.log.warn({ endpoint: text, error: reason }, 'the controller cannot be resolved');
    return [];
  }
}
