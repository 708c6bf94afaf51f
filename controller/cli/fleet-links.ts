import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';

/** A link as both of its ends report it. */
export interface FleetLink {
  /** The ends, in alphabetical order. */
  readonly a: string;
  readonly b: string;
  /** `unknown` where neither end is in contact. */
  readonly state: 'up' | 'no BFD' | 'down' | 'unknown';
  /** Seconds since the last of the ends became so; undefined if that is not known. */
  readonly sinceS: number | undefined;
  /** Seconds, of the end with the older one; undefined if there was none. */
  readonly handshakeS: number | undefined;
  /** As BIRD names them; both, where the ends differ. */
  readonly bgp: string;
  readonly bfd: string;
  /** Bytes a second; undefined before the second report. */
  readonly aToB: number | undefined;
  readonly bToA: number | undefined;
}

interface End {
  readonly node: NodeStatus;
  readonly index: number;
}

/** The links that these nodes report, worst first; an end that is away is not asked for its word. Pure. */
export function fleetLinks(nodes: readonly NodeStatus[]): FleetLink[] {
  const ends = new Map<string, End[]>();
  for (const node of nodes) {
    for (const [index, { peer }] of (node.report?.links ?? []).entries()) {
      const key = JSON.stringify([node.nodeName, peer].sort());
      ends.set(key, [...(ends.get(key) ?? []), { node, index }]);
    }
  }
  const links = [...ends].map(([key, both]) => {
    const [a = '', b = ''] = JSON.parse(key) as string[];
    return joined(a, b, both);
  });
  return links.sort(
    (x, y) => order.indexOf(x.state) - order.indexOf(y.state) || compare(x.a, y.a) || compare(x.b, y.b),
  );
}

const order: readonly FleetLink['state'][] = ['down', 'no BFD', 'unknown', 'up'];

function joined(a: string, b: string, ends: readonly End[]): FleetLink {
  const heard = ends.filter(({ node }) => node.condition !== 'NODE_CONDITION_AWAY');
  const links = heard.flatMap(({ node, index }) => node.report?.links[index] ?? []);
  const trends = heard.flatMap(({ node, index }) => node.linkTrends[index] ?? []);
  const isUp = trends.every(({ up }) => up);
  const isEstablished = links.every(({ bgpState }) => bgpState === 'Established');
  // The later of both: the link has been so since then.
  const since = trends.filter(({ up }) => up === isUp).map(({ sinceAgeS }) => sinceAgeS);
  const ages = links.map(({ handshakeAgeS }) => handshakeAgeS);
  const sentBy = (name: string) => {
    const own = heard.find(({ node }) => node.nodeName === name);
    const other = heard.find(({ node }) => node.nodeName !== name);
    const trendOf = (end: End | undefined) =>
      end === undefined ? undefined : end.node.linkTrends[end.index];
    return trendOf(own)?.sentPerS ?? trendOf(other)?.receivedPerS;
  };
  return {
    a,
    b,
    state: links.length === 0 ? 'unknown' : isUp ? 'up' : isEstablished ? 'no BFD' : 'down',
    sinceS: since.includes(undefined) ? undefined : least(since as number[]),
    handshakeS: ages.includes(undefined) ? undefined : most(ages as number[]),
    bgp: words(links.map(({ bgpState }) => bgpState)),
    bfd: words(links.map(({ bfdState }) => bfdState)),
    aToB: sentBy(a),
    bToA: sentBy(b),
  };
}

function words(of: readonly string[]): string {
  return [...new Set(of.filter((word) => word !== ''))].join('/');
}

function least(of: readonly number[]): number | undefined {
  return of.length === 0 ? undefined : Math.min(...of);
}

function most(of: readonly number[]): number | undefined {
  return of.length === 0 ? undefined : Math.max(...of);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
