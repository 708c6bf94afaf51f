/** A way that a route leads. */
export interface NextHop {
  /** Absent for a network that the interface is connected to. */
  readonly via?: string;
  readonly dev: string;
  /** Among several ways. */
  readonly weight?: number;
}

/** One route as `show route` has it; what only `all` shows is absent or empty without it. */
export interface Route {
  readonly table: string;
  readonly prefix: string;
  /** `unicast`, `unreachable`, `blackhole`, `prohibited`. */
  readonly type: string;
  readonly protocol: string;
  /** As BIRD says it: its time format is the configuration's. */
  readonly since: string;
  /** Neighbour that it was learned from. */
  readonly from?: string;
  /** Whether it is the best one. */
  readonly primary: boolean;
  readonly preference?: number;
  readonly next_hops: readonly NextHop[];
  readonly origin?: string;
  /** Numbers, and sets of them in braces or parentheses. */
  readonly as_path?: readonly string[];
  readonly bgp_next_hop?: readonly string[];
  readonly local_pref?: number;
  readonly med?: number;
  readonly communities?: readonly string[];
  readonly large_communities?: readonly string[];
  readonly ext_communities?: readonly string[];
  /** Other attributes, as BIRD says them. */
  readonly attributes: Readonly<Record<string, string>>;
}

type Draft = Omit<Route, 'next_hops' | 'attributes'> & {
  readonly next_hops: NextHop[];
  readonly attributes: Record<string, string>;
};

// nest/rt-show.c, rt_show_rte: network, type, [protocol time from neighbour], *, (preference/metric).
const routeLine =
  /^(\S*)\s+(unicast|unreachable|blackhole|prohibited)\s+\[(\S+) (.*?)(?: from (\S+))?\](?: (\*))?(?: \((\d+)(?:\/[^)]*)?\))?/;
const viaLine = /^\tvia (\S+) on (\S+)(?:.* weight (\d+))?/;
const devLine = /^\tdev (\S+)(?:.* weight (\d+))?/;
// `BGP.as_path: …` of BIRD 2, `bgp_path: …` of BIRD 3.
const attributeLine = /^\t([A-Za-z][\w.]*): ?(.*)$/;

/**
 * Reads the answer to `show route`. What is not understood is left out. A node may say whatever it wants: the time taken
 * grows with the length of the text and no faster. Pure.
 */
export function parseRoutes(text: string): Route[] {
  const routes: Draft[] = [];
  let table = '';
  let prefix = '';
  for (const line of text.split('\n')) {
    const named = /^Table (\S+):$/.exec(line)?.[1];
    const found = routeLine.exec(line);
    const last = routes.at(-1);
    if (named !== undefined) table = named;
    else if (found !== null) {
      const [, network = '', type = '', protocol = '', since = '', from, best, preference] = found;
      // Further routes of the same network do not repeat it.
      prefix = network || prefix;
      routes.push({
        ...{ table, prefix, type, protocol, since },
        ...(from === undefined ? {} : { from }),
        primary: best !== undefined,
        ...(preference === undefined ? {} : { preference: Number(preference) }),
        next_hops: [],
        attributes: {},
      });
    } else if (last !== undefined) readDetail(last, line);
  }
  return routes;
}

function readDetail(route: Draft, line: string): void {
  const [, via, viaDev, viaWeight] = viaLine.exec(line) ?? [];
  const [, dev = viaDev, weight = viaWeight] = devLine.exec(line) ?? [];
  if (dev !== undefined) {
    const way = { ...(via === undefined ? {} : { via }), dev };
    route.next_hops.push(weight === undefined ? way : { ...way, weight: Number(weight) });
    return;
  }
  const [, name = '', value = ''] = attributeLine.exec(line) ?? [];
  if (name === '') return;
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) route.attributes[name] = value;
  else Object.assign(route, read(value));
}

// No group goes past where the next one begins: what is never closed is looked through once.
const words = (value: string) => value.match(/\S+/g) ?? [];
const groups = (value: string) => value.match(/\([^()]*\)/g) ?? [];

type Read = (value: string) => Partial<Route>;
const asPath: Read = (value) => ({ as_path: value.match(/\{[^{}]*\}|\([^()]*\)|[^\s{(]+/g) ?? [] });
const origin: Read = (value) => ({ origin: value });
const nextHop: Read = (value) => ({ bgp_next_hop: words(value) });
const localPref: Read = (value) => ({ local_pref: Number(value) });
const med: Read = (value) => ({ med: Number(value) });
const communities: Read = (value) => ({ communities: groups(value) });
const large: Read = (value) => ({ large_communities: groups(value) });
const ext: Read = (value) => ({ ext_communities: groups(value) });

const readers: Readonly<Record<string, Read>> = {
  'BGP.as_path': asPath,
  bgp_path: asPath,
  'BGP.origin': origin,
  bgp_origin: origin,
  'BGP.next_hop': nextHop,
  bgp_next_hop: nextHop,
  'BGP.local_pref': localPref,
  bgp_local_pref: localPref,
  'BGP.med': med,
  bgp_med: med,
  'BGP.community': communities,
  bgp_community: communities,
  'BGP.large_community': large,
  bgp_large_community: large,
  'BGP.ext_community': ext,
  bgp_ext_community: ext,
};
