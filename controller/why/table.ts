import type { LinkExamination } from '../../shared/gen/towline/v1/LinkExamination.ts';
import type { WhyFactInput } from '../../shared/gen/towline/v1/WhyFact.ts';
import type { WhyLinkInput } from '../../shared/gen/towline/v1/WhyLink.ts';
import { span } from '../../shared/span.ts';
import { listed } from '../text.ts';
import type { EndFacts, Facts, LinkFacts, NodeFacts } from './facts.ts';
import { isUp } from './scene.ts';
import { tunnelState } from './tunnel-state.ts';
import { short } from './words.ts';

/** A cell is one line that is not too long. */
const mostCell = 160;
const unknown = '';

/** What was seen, a row each: of the nodes, and of the link between them where there is one. Pure. */
export function factRows({ subjects: [first, second], nodes, links }: Facts): WhyFactInput[] {
  const of = (name: string | undefined) => (name === undefined ? undefined : nodes.get(name));
  const [a, b] = [of(first), of(second)];
  const rows: WhyFactInput[] = [];
  for (const [name, tell] of Object.entries(nodeRows)) {
    const cells = [a, b].map((node) => (node === undefined ? unknown : short(tell(node), mostCell)));
    if (cells.some((cell) => cell !== '')) rows.push(row(name, cells));
  }
  const link = links.find(
    ({ ends }) => second !== undefined && ends.every(({ node }) => node === first || node === second),
  );
  if (link === undefined) return rows;
  for (const [name, tell] of Object.entries(linkRows)) {
    const cells = [first, second].map((node) => {
      const seen = link.ends.find((end) => end.node === node)?.seen;
      return seen === undefined ? unknown : short(tell(seen), mostCell);
    });
    if (cells.some((cell) => cell !== '')) rows.push(row(name, cells));
  }
  return rows;
}

function row(name: string, [first = unknown, second = unknown]: readonly string[]): WhyFactInput {
  return { name, first, second };
}

const silences = {
  away: 'not in contact',
  late: 'does not answer',
  old: 'too old to be asked',
  refused: 'refused to answer',
  unasked: '',
} as const;

const nodeRows: Readonly<Record<string, (node: NodeFacts) => string>> = {
  node: ({ standing, condition }) => (standing === 'enrolled' ? (condition ?? '') : standing),
  agent: ({ answer, silence, heardAgeS }) =>
    answer !== undefined
      ? `${answer.agentVersion}, answers`
      : [silences[silence ?? 'unasked'], heardAgeS === undefined ? '' : `last report ${span(heardAgeS)} ago`]
          .filter((part) => part !== '')
          .join(', '),
  'management tunnel': ({ echo, publicAddress }) =>
    [publicAddress, echo === undefined ? '' : `pings ${echo}`].filter((part) => part !== '').join(', '),
  release: ({ standing, runningRelease, desiredRelease, putOff }) =>
    standing !== 'enrolled'
      ? ''
      : `${runningRelease || 'none'}${runningRelease === desiredRelease ? '' : `, should run ${desiredRelease || 'none'}`}${putOff === '' ? '' : `, put off: ${putOff}`}`,
  endpoint: ({ endpoint, ownName }) =>
    ownName === undefined ? endpoint : `${endpoint} = ${listed(ownName.answers) || ownName.error}`,
  'public over': ({ families: { ipv4, ipv6 } }) =>
    ipv4 === 'unknown' && ipv6 === 'unknown' ? '' : `IPv4 ${ipv4}, IPv6 ${ipv6}`,
  addresses: ({ answer }) => listed(answer?.ownAddresses ?? []),
  'default routes': ({ answer }) => (answer === undefined ? '' : listed(answer.defaultRoutes) || 'none'),
  resolver: ({ answer }) => answer?.resolverError ?? '',
  BIRD: ({ answer }) => answer?.birdState ?? '',
  forwarding: ({ answer }) =>
    answer === undefined ? '' : `IPv4 ${onOff(answer.forwardsIpv4)}, IPv6 ${onOff(answer.forwardsIpv6)}`,
  'policy rules': ({ answer }) =>
    answer === undefined
      ? ''
      : answer.missingRules.length === 0
        ? 'there'
        : `missing: ${listed(answer.missingRules)}`,
  'not announced': ({ answer }) => listed(answer?.unannounced ?? []),
  'disk free': ({ answer }) =>
    answer?.freeBytes === undefined ? '' : `${Math.floor(answer.freeBytes / 1024 / 1024)} MiB`,
  clock: ({ clockOffsetS: offset }) =>
    offset === undefined || Math.abs(offset) < 5
      ? ''
      : `${span(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`,
  drift: ({ answer }) => listed(answer?.drift ?? [], 2),
  'could not look at': ({ answer }) => listed(answer?.blind ?? [], 2),
};

const linkRows: Readonly<Record<string, (seen: LinkExamination) => string>> = {
  interface: ({ interface: name, mtu, faults }) =>
    `${name}${mtu === 0 ? '' : `, MTU ${mtu}`}${faults.length === 0 ? '' : `: ${listed(faults, 2)}`}`,
  'path MTU': ({ pathMtu }) => (pathMtu === 0 ? '' : pathMtu === 1 ? 'too small' : String(pathMtu)),
  'sends to': ({ endpoint }) => endpoint || 'nowhere',
  'DNS answer': ({ endpointName, answers, answerError }) =>
    endpointName === '' ? '' : `${endpointName} = ${listed(answers) || answerError}`,
  handshake: ({ handshakeAgeS }) => (handshakeAgeS === undefined ? 'none' : `${span(handshakeAgeS)} ago`),
  'heard the other': ({ heardAgeMs }) =>
    heardAgeMs === undefined ? 'never' : `${span(heardAgeMs / 1000)} ago`,
  'sent just now': ({ sentSinceBytes }) => `${sentSinceBytes} bytes`,
  'received just now': ({ receivedSinceBytes }) => `${receivedSinceBytes} bytes`,
  tracker: ({ trackerState, trackerReason, trackerNextS }) =>
    trackerState === 'up'
      ? 'up'
      : `${trackerState}: ${trackerReason}${trackerNextS === undefined ? '' : `, next in ${trackerNextS} s`}`,
  'small pings': ({ smallPing }) => smallPing,
  'large pings': ({ largePing }) => largePing,
  'pings outside it': ({ outerPing }) => outerPing,
  BFD: ({ bfdState }) => bfdState || 'no session',
  BGP: ({ bgpState, bgpError, protocolState }) =>
    `${bgpState || protocolState || 'no session'}${bgpState === 'Established' || bgpError === '' ? '' : `, ${bgpError}`}`,
  prefixes: ({ imported, limitHit }) => `${imported}${limitHit ? ', limit hit' : ''}`,
};

function onOff(is: boolean): string {
  return is ? 'on' : 'off';
}

const order = ['down', 'impaired', 'unknown', 'up'] as const;

/** The links in one line each, worst first. Pure. */
export function linkRowsOf({ links }: Facts): WhyLinkInput[] {
  return links
    .map((link) => ({
      first: link.ends[0].node,
      second: link.ends[1].node,
      state: stateOf(link),
      detail: short(
        link.ends
          .map(detailOf)
          .filter((text) => text !== '')
          .join('; '),
        mostCell,
      ),
    }))
    .sort((x, y) => order.indexOf(x.state) - order.indexOf(y.state));
}

function stateOf(link: LinkFacts): (typeof order)[number] {
  const words = link.ends.flatMap(({ seen, reported }) => seen ?? reported ?? []);
  const tunnel = tunnelState(link);
  if (tunnel === 'broken') return 'down';
  if (words.length === 0) return 'unknown';
  const isWhole = words.every(isUp) && link.ends.every(({ seen }) => seen?.largePing !== 'silent');
  if (isWhole) return 'up';
  return tunnel === 'works' || words.some(({ bgpState }) => bgpState === 'Established') ? 'impaired' : 'down';
}

function detailOf({ node, seen, reported }: EndFacts): string {
  const word = seen ?? reported;
  if (word === undefined) return '';
  const { bgpState, bfdState, handshakeAgeS: ageS } = word;
  const handshake = ageS === undefined ? 'no handshake' : `handshake ${span(ageS)} ago`;
  const from = seen === undefined ? ' (as reported)' : '';
  return `${node}: ${handshake}, BFD ${bfdState || '-'}, BGP ${bgpState || '-'}${from}`;
}
