import { isIP } from 'node:net';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import { endpointAddress, parseEndpoint } from '../../shared/wireguard/config-text.ts';
import { canonicalSource } from '../tunnel/source-address.ts';
import { mostAddresses } from './plausible.ts';

/** Where a node is. */
export interface Whereabouts {
  /** Where its management tunnel comes from. */
  readonly tunnel: string;
  /** What it says of its own addresses, all of them; empty if it says nothing. */
  readonly own: readonly string[];
  /** Those of its own that may be told. */
  readonly told: readonly string[];
  /** Addresses that it has left. */
  readonly left: readonly string[];
}

/** What is known of the link between a peer and the neighbour that gets the hint. */
export interface LinkFacts {
  /** Where the neighbour reported the peer last, `address:port`; undefined or other text if it did not. */
  readonly seenAt: string | undefined;
  /** Where the peer reported the neighbour last. */
  readonly seenBack: string | undefined;
  /** Where the neighbour is; undefined if that is not known. */
  readonly neighbour: Pick<Whereabouts, 'tunnel' | 'own'> | undefined;
}

/**
 * The hint for one neighbour. The port is the one that this neighbour reported, where a translation may have changed
 * it: the port of any other node is the bundle's, which may be newer than the report.
 * Pure.
 */
export function hintFor(nodeName: string, peer: Whereabouts, link: LinkFacts): PeerEndpoint {
  const { tunnel, own, told, left } = peer;
  const { seenAt } = link;
  const family = familyFor(peer, link);
  const all = [tunnel, ...told].slice(0, mostAddresses);
  const addresses = [
    ...all.filter((address) => isIP(address) === family),
    ...all.filter((address) => isIP(address) !== family),
  ];
  const gone = left.filter((address) => !all.includes(address)).slice(0, mostAddresses);
  const parsed = seenAt === undefined ? undefined : parseEndpoint(seenAt);
  const seen = parsed === undefined ? undefined : canonicalSource(parsed.address);
  const isTranslated = seen === tunnel && own.length > 0 && !own.includes(tunnel);
  return {
    nodeName,
    address: tunnel,
    addresses,
    port: isTranslated ? (parsed?.port ?? 0) : 0,
    left: seen !== undefined && gone.includes(seen),
    leftAddresses: [...gone],
  };
}

/**
 * The family that both ends shall try first: the one that they had, else IPv6. The same for the hints of both, since
 * behind stateful firewalls two ends that try different families never hear each other.
 */
function familyFor(peer: Whereabouts, { seenAt, seenBack, neighbour }: LinkFacts): 4 | 6 {
  const has = (where: Pick<Whereabouts, 'tunnel' | 'own'>, family: number) =>
    [where.tunnel, ...where.own].some((address) => isIP(address) === family);
  const isPossible = (family: number) =>
    has(peer, family) && (neighbour === undefined || has(neighbour, family));
  const had = new Set(
    [seenAt, seenBack].flatMap((endpoint) => {
      const address = endpointAddress(endpoint);
      return address === undefined ? [] : [isIP(address)];
    }),
  );
  if (had.has(4) && !had.has(6) && isPossible(4)) return 4;
  return isPossible(6) ? 6 : 4;
}
