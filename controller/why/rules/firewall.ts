import type { LinkExamination } from '../../../shared/gen/towline/v1/LinkExamination.ts';
import { span } from '../../../shared/span.ts';
import type { EndFacts, LinkFacts } from '../facts.ts';
import { bothWays, type Cause, layersOf, nameOf, type Rule } from '../scene.ts';
import { hears, sessionS } from '../tunnel-state.ts';

type Seen = EndFacts & { readonly seen: LinkExamination };

/** Links whose ends are both right and do not hear each other: the counters tell in which direction. */
export const firewall: Rule = ({ facts, tunnelOf, isExplained }) =>
  facts.links.flatMap((link): Cause[] => {
    if (tunnelOf(link) !== 'broken' || isExplained(link, 'tunnel')) return [];
    const [a, b] = link.ends;
    if (hasSeen(a) && hasSeen(b)) return [between(link, a, b)];
    const [one] = link.ends.filter(hasSeen);
    return one === undefined ? [] : [oneSided(link, one)];
  });

function hasSeen(end: EndFacts): end is Seen {
  return end.seen !== undefined;
}

function between(link: LinkFacts, a: Seen, b: Seen): Cause {
  const evidence = [a, b].map(counters);
  const common = { about: nameOf(link), evidence, explains: layersOf(link, 'tunnel') };
  if (hears(a.seen) && hears(b.seen)) {
    return {
      ...common,
      cause: 'keys-differ',
      text: `${a.node} and ${b.node} hear each other, and no handshake succeeds: their keys or pre-shared keys differ`,
      certainty: 'likely',
      whatToDo: [
        `towline rotate psk ${a.node} ${b.node}: both ends get a new pre-shared key`,
        'towline status shows whether both run their release',
      ],
    };
  }
  for (const [sender, receiver] of bothWays(link)) {
    if (!hasSeen(sender) || !hasSeen(receiver) || !hears(sender.seen) || hears(receiver.seen)) continue;
    return {
      ...common,
      cause: 'blocked-one-way',
      text: `what ${sender.node} sends does not arrive at ${receiver.node}; the other direction works`,
      certainty: 'certain',
      whatToDo: [
        `at the line of ${receiver.node}: let UDP port ${receiver.seen.listenPort} in`,
        `at the line of ${sender.node}: let UDP to it out`,
      ],
    };
  }
  const outer = [a, b].flatMap(({ node, seen }) =>
    seen.outerPing === '' ? [] : [`${node} pings ${seen.endpoint} outside the link: ${seen.outerPing}`],
  );
  if ([a, b].some(({ seen }) => seen.outerPing === 'answered')) {
    return {
      ...common,
      evidence: [...evidence, ...outer],
      cause: 'udp-blocked',
      text: `the UDP of the link gets through in neither direction, though the lines of ${a.node} and ${b.node} reach each other`,
      certainty: 'certain',
      whatToDo: [
        ...[a, b].map(({ node, seen }) => `at the line of ${node}: let UDP port ${seen.listenPort} in`),
        'nft list ruleset on both routers, and the firewalls before them',
      ],
    };
  }
  return {
    ...common,
    evidence: [...evidence, ...outer],
    cause: 'path-cut',
    text: `nothing gets through between the lines of ${a.node} and ${b.node}, which both work otherwise`,
    certainty: 'likely',
    whatToDo: [
      `on ${a.node}: mtr ${endpointOf(a) || `to the address of ${b.node}`}, and the other way round: where does it end?`,
      'tell the providers of both lines; traffic takes other links meanwhile where there are any',
    ],
  };
}

/** Of the other end nothing is known but what this one says. */
function oneSided(link: LinkFacts, one: Seen): Cause {
  return {
    cause: 'path-cut',
    about: nameOf(link),
    text: `${one.node} hears nothing from the other end of ${nameOf(link)}`,
    certainty: 'possible',
    evidence: [counters(one)],
    whatToDo: ['the other end could not be asked: towline why for it'],
    explains: layersOf(link, 'tunnel'),
  };
}

function counters({ node, seen }: Seen): string {
  const { handshakeAgeS: age, sentSinceBytes: sent, receivedSinceBytes: received, heardAgeMs } = seen;
  const heard =
    heardAgeMs === undefined ? 'never heard the peer' : `heard the peer ${span(heardAgeMs / 1000)} ago`;
  const handshake =
    age === undefined ? 'no handshake' : `handshake ${span(age)} ago${age >= sessionS ? ', too old' : ''}`;
  return `${node}: sent ${sent} and received ${received} bytes just now, ${heard}, ${handshake}`;
}

function endpointOf({ seen }: Seen): string {
  return seen.endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
