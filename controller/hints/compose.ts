import { isIP } from 'node:net';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import { type FamilyFacts, noFacts, toWire } from '../../shared/net/family-facts.ts';
import { type Prospect, prospectOf } from '../../shared/net/prospect.ts';
import { endpointAddress, parseEndpoint } from '../../shared/wireguard/config-text.ts';
import { canonicalSource } from '../tunnel/source-address.ts';
import { mostAddresses } from './plausible.ts';

/** Where a node is. */
export interface Whereabouts {
  /** Where its management tunnel comes from. */
  readonly tunnel: string;
  /** Where it was seen to come from in the other family. */
  readonly other: string | undefined;
  /** What it says of its own addresses, all of them; empty if it says nothing. */
  readonly own: readonly string[];
  /** Those of its own that may be told. */
  readonly told: readonly string[];
  /** Addresses that it has left. */
  readonly left: readonly string[];
  readonly facts: FamilyFacts;
}

/** What is known of the link between a peer and the neighbour that gets the hint. */
export interface LinkFacts {
  /** Where the neighbour reported the peer last, `address:port`; undefined or other text if it did not. */
  readonly seenAt: string | undefined;
  /** Where the peer reported the neighbour last. */
  readonly seenBack: string | undefined;
  /** Where the neighbour is; undefined if that is not known. */
  readonly neighbour: Pick<Whereabouts, 'tunnel' | 'own' | 'facts'> | undefined;
}

/**
 * The hint for one neighbour. The port is the one that this neighbour reported, where a translation may have changed
 * it: the port of any other node is the bundle's, which may be newer than the report.
 * Pure.
 */
export function hintFor(nodeName: string, peer: Whereabouts, link: LinkFacts): PeerEndpoint {
  const { tunnel, other, own, told, left } = peer;
  const { seenAt } = link;
  const family = familyFor(peer, link);
  const sighted = [tunnel, ...(other === undefined ? [] : [other])];
  const all = [...sighted, ...told].slice(0, mostAddresses);
  const addresses = [
    ...all.filter((address) => isIP(address) === family),
    ...all.filter((address) => isIP(address) !== family),
  ];
  const gone = left.filter((address) => !all.includes(address)).slice(0, mostAddresses);
  const parsed = seenAt === undefined ? undefined : parseEndpoint(seenAt);
  const seen = parsed === undefined ? undefined : canonicalSource(parsed.address);
  const isTranslated = seen !== undefined && sighted.includes(seen) && own.length > 0 && !own.includes(seen);
  return {
    nodeName,
    address: tunnel,
    addresses,
    port: isTranslated ? (parsed?.port ?? 0) : 0,
    left: seen !== undefined && gone.includes(seen),
    leftAddresses: [...gone],
    families: toWire(peer.facts),
  };
}

/**
 * The family that both ends shall try first: the one that they had, else IPv6, unless the other one has the better
 * prospect. The same for the hints of both, since behind stateful firewalls two ends that try different families never
 * hear each other.
 */
function familyFor(peer: Whereabouts, { seenAt, seenBack, neighbour }: LinkFacts): 4 | 6 {
  const rank = (family: 4 | 6) => {
    if (![peer, neighbour].every((end) => end === undefined || has(end, family))) return ranks.impossible;
    const facts = neighbour?.facts ?? noFacts;
    const of = family === 4 ? 'ipv4' : 'ipv6';
    return ranks[prospectOf(of, { name: '', facts: peer.facts }, { name: '', facts }).verdict];
  };
  const had = new Set(
    [seenAt, seenBack].flatMap((endpoint) => {
      const address = endpointAddress(endpoint);
      return address === undefined ? [] : [isIP(address)];
    }),
  );
  const [rank4, rank6] = [rank(4), rank(6)];
  if (had.has(4) && !had.has(6) && rank4 === ranks.possible) return 4;
  if (had.has(6) && !had.has(4) && rank6 === ranks.possible) return 6;
  return rank6 <= rank4 && rank6 < ranks.impossible ? 6 : 4;
}

/** What is not known yet works most of the time. */
const ranks: Readonly<Record<Prospect['verdict'], number>> = {
  possible: 0,
  unknown: 0,
  doubtful: 1,
  impossible: 2,
};

function has({ tunnel, own }: Pick<Whereabouts, 'tunnel' | 'own'>, family: number): boolean {
  return [tunnel, ...own].some((address) => isIP(address) === family);
}
