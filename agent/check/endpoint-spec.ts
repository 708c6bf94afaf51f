import type { TowlineError } from '../../shared/errors.ts';
import { parseEndpoint } from '../../shared/wireguard/config-text.ts';

/** Where a link's other end is to be found, as its file says it. */
export type EndpointSpec =
  | { readonly kind: 'address'; readonly endpoint: string }
  | { readonly kind: 'name'; readonly host: string; readonly port: number }
  /** The address of the latest hint for a node. */
  | { readonly kind: 'hint'; readonly node: string; readonly port: number };

/** Parses `address:port`, `[address]:port`, `name:port` or `@auto:<node>:<port>`. */
export function parseEndpointSpec(text: string, fail: (reason: string) => TowlineError): EndpointSpec {
  if (parseEndpoint(text) !== undefined) return { kind: 'address', endpoint: text };
  const match =
    /^(?:@auto:([a-z0-9]+(?:-+[a-z0-9]+)*)|([A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?)):(\d{1,5})$/.exec(
      text,
    );
  const [, node, host] = match ?? [];
  const port = Number(match?.[3]);
  if (match !== null && port >= 1 && port <= 65_535) {
    if (node !== undefined) return { kind: 'hint', node, port };
    if (host !== undefined && /[A-Za-z]/.test(host)) return { kind: 'name', host, port };
  }
  throw fail('Endpoint has to be address:port, [address]:port, name:port or @auto:<node>:<port>');
}
