import { isIP } from 'node:net';
import type { LinkExamination } from '../../../shared/gen/towline/v1/LinkExamination.ts';
import { canonicalAddress } from '../../../shared/net/canonical.ts';
import { listed } from '../../text.ts';
import type { NodeFacts } from '../facts.ts';
import { bothWays, type Cause, layersOf, nameOf, type Rule, type Scene } from '../scene.ts';
import { addressIn, short } from '../words.ts';

/** A link whose ends have no IP family in which one reaches the other. */
export const noFamily: Rule = ({ facts, tunnelOf, isExplained }) =>
  facts.links.flatMap((link): Cause[] => {
    const { ipv4, ipv6 } = link.prospects;
    const isImpossible = ipv4.verdict === 'impossible' && ipv6.verdict === 'impossible';
    if (tunnelOf(link) === 'works' || isExplained(link, 'tunnel') || !isImpossible) return [];
    const [a, b] = link.ends;
    return [
      {
        cause: 'no-common-family',
        about: nameOf(link),
        text: `neither of ${a.node} and ${b.node} can reach the other over any IP family`,
        certainty: 'certain',
        evidence: [`IPv4: ${ipv4.reason}`, `IPv6: ${ipv6.reason}`],
        whatToDo: [
          'get one of the two lines an address of the family that the other one has',
          'or take the two out of their common group, and let a third node connect them',
        ],
        explains: layersOf(link, 'tunnel'),
      },
    ];
  });

/** A link on which each end waits for the other one to dial. */
export const nobodyDials: Rule = ({ facts, tunnelOf, isExplained }) =>
  facts.links.flatMap((link): Cause[] => {
    if (tunnelOf(link) === 'works' || isExplained(link, 'tunnel')) return [];
    const [a, b] = link.ends;
    const waits = (seen: LinkExamination | undefined) =>
      seen !== undefined && seen.endpoint === '' && seen.endpointKind === '';
    if (!waits(a.seen) || !waits(b.seen)) return [];
    return [
      {
        cause: 'nobody-dials',
        about: nameOf(link),
        text: `${a.node} and ${b.node} both have endpoint = "none": each waits for the other one to dial`,
        certainty: 'certain',
        evidence: [a, b].map(
          ({ node, seen }) => `${node}: ${seen?.trackerReason || 'has no endpoint for the other'}`,
        ),
        whatToDo: [
          `towline set endpoint auto --node ${a.node}, or a name or address; then commit and activate`,
        ],
        explains: layersOf(link, 'tunnel'),
      },
    ];
  });

/** Resolvers of nodes that give no answer at all. */
export const resolver: Rule = ({ concerned }) =>
  concerned.flatMap(({ name, answer }): Cause[] => {
    if (answer === undefined || answer.resolverError === '') return [];
    const waiting = answer.links.filter(
      ({ answerError, smallPing }) => answerError !== '' && smallPing !== 'answered',
    );
    return [
      {
        cause: 'resolver-dead',
        about: name,
        text: `the resolver of ${name} does not answer: it finds no peer whose address changes`,
        certainty: 'certain',
        evidence: [
          short(answer.resolverError),
          ...(waiting.length === 0
            ? []
            : [`links that wait for it: ${listed(waiting.map(({ peer }) => peer))}`]),
        ],
        whatToDo: [`on ${name}: mend /etc/resolv.conf, or the name server that it names`],
      },
    ];
  });

/** Names of endpoints that have no address, or not the one at which their node is. */
export const names: Rule = (scene) => {
  const found = new Map<string, Cause>();
  for (const link of scene.facts.links) {
    for (const [end, { node: peer }] of bothWays(link)) {
      const { seen } = end;
      if (seen?.endpointKind !== 'name') continue;
      const cause = nameCause(scene, seen, end.node, peer);
      if (cause === undefined) continue;
      const isAtPeer = isAddressOf(addressIn(seen.endpoint), scene.facts.nodes.get(peer));
      const isBroken = scene.tunnelOf(link) === 'broken' && !scene.isExplained(link, 'tunnel') && !isAtPeer;
      const before = found.get(peer);
      found.set(peer, {
        ...cause,
        certainty: isBroken || before?.certainty === 'certain' ? 'certain' : cause.certainty,
        evidence: [...new Set([...(before?.evidence ?? []), ...cause.evidence])].slice(0, 8),
        explains: [...(before?.explains ?? []), ...(isBroken ? layersOf(link, 'tunnel') : [])],
      });
    }
  }
  return [...found.values()];
};

function nameCause({ facts }: Scene, seen: LinkExamination, node: string, peer: string): Cause | undefined {
  const { endpointName: name, answers, answerError } = seen;
  const at = `${node} uses ${seen.endpoint || 'no endpoint'}`;
  const answered = facts.nodes.get(node)?.answer;
  if (answers.length === 0) {
    // Without any answer of its resolver nothing is known of the name.
    if (answered?.resolverError !== '' || answerError === '') return undefined;
    return {
      cause: 'name-missing',
      about: peer,
      text: `the endpoint of ${peer}, ${name}, has no address`,
      certainty: 'certain',
      evidence: [`the resolver of ${node} says: ${short(answerError)}`, at],
      whatToDo: [
        `make the DNS records of ${name}`,
        `or: towline set endpoint auto --node ${peer}; then commit and activate`,
      ],
    };
  }
  const other = facts.nodes.get(peer);
  if (placesOf(other).length === 0 || answers.some((address) => isAddressOf(address, other)))
    return undefined;
  return {
    cause: 'name-outdated',
    about: peer,
    text: `the endpoint of ${peer}, ${name}, leads to where ${peer} is not`,
    certainty: 'certain',
    evidence: [`${name} is ${listed(answers)} for ${node}`, `${peer} is at ${listed(placesOf(other))}`, at],
    whatToDo: [
      `mend what renews the DNS records of ${name} (DynDNS)`,
      `or: towline set endpoint auto --node ${peer}; then commit and activate`,
    ],
  };
}

/** Endpoints that are addresses in the inventory, and are not their node's any more. */
export const addressOutdated: Rule = ({ facts, tunnelOf, isExplained }) =>
  facts.links.flatMap((link) =>
    bothWays(link).flatMap(([end, { node: peer }]): Cause[] => {
      const { seen } = end;
      const other = facts.nodes.get(peer);
      const address = addressIn(seen?.endpoint ?? '');
      if (seen?.endpointKind !== 'address' || tunnelOf(link) === 'works' || isExplained(link, 'tunnel'))
        return [];
      if (address === '' || placesOf(other).length === 0 || isAddressOf(address, other)) return [];
      return [
        {
          cause: 'address-outdated',
          about: nameOf(link),
          text: `${end.node} looks for ${peer} at ${address}, where it is not`,
          certainty: 'likely',
          evidence: [`${peer} is at ${listed(placesOf(other))}`],
          whatToDo: [`towline set endpoint auto --node ${peer}; then commit and activate`],
          explains: layersOf(link, 'tunnel'),
        },
      ];
    }),
  );

/** Where a node is, as it says itself and the controller sees it. */
function placesOf(node: NodeFacts | undefined): string[] {
  if (node === undefined) return [];
  return [
    ...new Set([node.publicAddress, ...(node.answer?.ownAddresses ?? [])].filter((one) => isIP(one) !== 0)),
  ];
}

function isAddressOf(address: string, node: NodeFacts | undefined): boolean {
  if (isIP(address) === 0) return false;
  return placesOf(node).some((place) => canonicalAddress(place) === canonicalAddress(address));
}
