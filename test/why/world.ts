import type { Facts, LinkFacts, NodeFacts } from '../../controller/why/facts.ts';
import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';
import type { LinkExamination } from '../../shared/gen/towline/v1/LinkExamination.ts';

/** What differs from a network in which everything is fine. */
export interface Changes {
  readonly nodes?: Readonly<Record<string, Partial<NodeFacts>>>;
  /** What a node says of itself; null: it says nothing. */
  readonly answers?: Readonly<Record<string, Partial<Examination> | null>>;
  /** What an end sees of its link: `from>to`; null: nothing is known. */
  readonly ends?: Readonly<Record<string, Partial<LinkExamination> | null>>;
  /** By `a--b`. */
  readonly links?: Readonly<Record<string, Partial<LinkFacts>>>;
  readonly facts?: Partial<Facts>;
}

const names = ['aachen', 'berlin', 'celle'] as const;

/** A triangle that was asked for Aachen and Berlin, everything being fine but what is said. */
export function world({ nodes = {}, answers = {}, ends = {}, links = {}, facts = {} }: Changes = {}): Facts {
  const end = (node: string, peer: string) => {
    const change = ends[`${node}>${peer}`];
    const isKnown = change !== null && answers[node] !== null;
    return { node, seen: isKnown ? { ...fineEnd(peer), ...change } : undefined, reported: undefined };
  };
  const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));
  return {
    subjects: ['aachen', 'berlin'],
    nodes: new Map(
      names.map((name, index) => {
        const answer = answers[name] === null ? undefined : { ...fineNode(index + 1), ...answers[name] };
        const silence = answer === undefined ? ('late' as const) : undefined;
        return [name, { ...fineFacts(name, index + 1), answer, silence, ...nodes[name] }];
      }),
    ),
    links: pairs.map(([a, b]) => ({
      ends: [end(a, b), end(b, a)],
      prospects: { ipv4: possible, ipv6: possible },
      ...links[`${a}--${b}`],
    })),
    witnesses: [],
    controllerNames: [],
    path: ['aachen', 'berlin'],
    plannedPath: ['aachen', 'berlin'],
    ...facts,
  };
}

const possible = { verdict: 'possible', reason: '' } as const;

function fineFacts(name: string, number: number): NodeFacts {
  return {
    name,
    standing: 'enrolled',
    answer: undefined,
    silence: undefined,
    echo: 'answered',
    heardAgeS: 3,
    awayS: undefined,
    publicAddress: `198.18.${number}.2`,
    condition: 'ok',
    desiredRelease: 4,
    runningRelease: 4,
    activatedS: 3600,
    applyReason: '',
    isQuarantined: false,
    putOff: '',
    takenBack: '',
    clone: undefined,
    pending: 0,
    endpoint: 'auto',
    ownName: undefined,
    families: { ipv4: 'public', ipv6: 'public' },
    clockOffsetS: 0.4,
  };
}

function fineNode(number: number): Examination {
  return {
    timeMs: 1,
    agentVersion: '0.1.0',
    birdState: 'running',
    journalState: 'idle',
    applyReason: '',
    quarantined: false,
    drift: [],
    freeBytes: 1e9,
    forwardsIpv4: true,
    forwardsIpv6: true,
    strictFilters: [],
    missingRules: [],
    ownAddresses: [`198.18.${number}.2`, `2001:db8:${number}::2`],
    defaultRoutes: ['IPv4', 'IPv6'],
    resolverError: '',
    unannounced: [],
    links: [],
    blind: [],
    routeInterface: '',
    routePath: [],
  };
}

function fineEnd(peer: string): LinkExamination {
  const number = names.indexOf(peer as (typeof names)[number]) + 1;
  return {
    peer,
    interface: `tl-${peer}`,
    faults: [],
    mtu: 1420,
    pathMtu: 0,
    listenPort: 51821,
    endpoint: `198.18.${number}.2:51821`,
    endpointKind: 'hint',
    endpointName: '',
    answers: [],
    answerError: '',
    handshakeAgeS: 30,
    receivedBytes: 1000,
    sentBytes: 1000,
    receivedSinceBytes: 400,
    sentSinceBytes: 400,
    heardAgeMs: 100,
    trackerState: 'up',
    trackerReason: 'something arrives',
    bfdState: 'Up',
    protocolState: 'up',
    bgpState: 'Established',
    bgpError: '',
    imported: 4,
    limitHit: false,
    smallPing: 'answered',
    largePing: 'answered',
    outerPing: '',
  };
}

/** An end of a link over which nothing arrives. */
export const deaf: Partial<LinkExamination> = {
  handshakeAgeS: 400,
  receivedSinceBytes: 0,
  sentSinceBytes: 148,
  heardAgeMs: 300_000,
  trackerState: 'backingOff',
  trackerReason: 'nothing arrives at the only address that is known',
  bfdState: 'Down',
  protocolState: 'start',
  bgpState: 'Active',
  bgpError: 'Neighbor lost',
  smallPing: 'silent',
  largePing: 'silent',
  outerPing: 'answered',
};

/** An end at which packets arrive, and whose own get nowhere. */
export const unheard: Partial<LinkExamination> = { ...deaf, receivedSinceBytes: 148, heardAgeMs: 200 };
