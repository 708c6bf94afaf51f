import type { Trace } from '../../shared/gen/towline/v1/Trace.ts';
import type { TraceHop } from '../../shared/gen/towline/v1/TraceHop.ts';
import { parseHops } from '../../shared/looking-glass/trace.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import type { NetworkModel } from '../model/network.ts';
import { parseRoutes } from './routes.ts';

/** Whose an address or an AS number is. */
export interface Names {
  /** Name of the node that has the address; empty for any other. */
  readonly nodeAt: (address: string) => string;
  /** Name of the site with the number; empty for any other. */
  readonly siteOf: (asn: string) => string;
}

/** Names by the model; without one nobody has any. Pure. */
export function namesIn(network: Pick<NetworkModel, 'nodes' | 'sites'> | undefined): Names {
  const nodes = new Map(
    (network?.nodes ?? []).flatMap(({ name, loopbackV4, loopbackV6, managementAddress }) =>
      [loopbackV4, loopbackV6, managementAddress].map((address) => [canonicalAddress(address), name]),
    ),
  );
  const sites = new Map((network?.sites ?? []).map(({ name, asn }) => [String(asn), name]));
  return {
    nodeAt: (address) => nodes.get(canonicalAddress(address)) ?? '',
    siteOf: (asn) => sites.get(asn) ?? '',
  };
}

/** A way with names, from what the node said of hops and routes. Pure. */
export function describeTrace(address: string, hops: string, routes: string, names: Names): Trace {
  const found = parseHops(hops).map(
    ({ number, address: router = '', rttMs, refusal = '' }): TraceHop => ({
      number,
      address: router,
      nodeName: router === '' ? '' : names.nodeAt(router),
      ...(rttMs === undefined ? {} : { rttMs }),
      refusal,
    }),
  );
  const best = parseRoutes(routes).find(({ primary }) => primary);
  return {
    address,
    nodeName: names.nodeAt(address),
    hops: found,
    isReached: found.at(-1)?.rttMs !== undefined,
    asPath: (best?.as_path ?? []).map((asn) => ({ asn, siteName: names.siteOf(asn) })),
    routeProtocol: best?.protocol ?? '',
    routeRefusal: '',
  };
}
