import type { LinkExamination } from '../../../shared/gen/towline/v1/LinkExamination.ts';
import type { LinkFacts } from '../facts.ts';
import { bothWays, type Cause, layersOf, nameOf, type Rule, type Scene } from '../scene.ts';
import { short } from '../words.ts';

/** What BIRD says where nothing comes back at all. */
const speechless =
  /^$|hold timer|socket|connection|connect|no route|unreachable|timed? ?out|bfd|neighbor lost/i;

/** Sessions that a hand switched off. */
export const disabled: Rule = (scene) =>
  working(scene, 'bfd').flatMap((link) =>
    bothWays(link).flatMap(([{ node, seen }, { node: peer, seen: other }]): Cause[] => {
      const isDown = seen?.protocolState === 'down';
      // The other end may not be able to say so itself.
      const isTold = other === undefined && /administrative shutdown/i.test(seen?.bgpError ?? '');
      if (!isDown && !isTold) return [];
      const at = isDown ? node : peer;
      const to = isDown ? peer : node;
      return [
        {
          cause: 'bgp-disabled',
          about: nameOf(link),
          text: `BIRD of ${at} has its session with ${to} switched off`,
          certainty: isDown ? 'certain' : 'likely',
          evidence: [isDown ? `${at}: the protocol is down` : `${node}: ${short(seen?.bgpError ?? '')}`],
          whatToDo: [`on ${at}: birdc enable ${session(to)}`],
          explains: layersOf(link, 'bfd'),
        },
      ];
    }),
  );

/** BFD does not come up over a link that carries packets. */
export const bfd: Rule = (scene) =>
  working(scene, 'bfd').flatMap((link): Cause[] => {
    const states = link.ends.flatMap(({ node, seen }) =>
      isKnown(seen) ? [{ node, is: seen.bfdState }] : [],
    );
    if (states.length === 0 || states.every(({ is }) => is === 'Up')) return [];
    const [a, b] = link.ends;
    return [
      {
        cause: 'bfd-blocked',
        about: nameOf(link),
        text: `BFD between ${a.node} and ${b.node} does not come up, though the link carries packets: a cut is noticed late`,
        certainty: 'certain',
        evidence: states.map(({ node, is }) => `${node}: BFD ${is || 'has no session'}`),
        whatToDo: [
          `on ${a.node} and ${b.node}: let UDP port 3784 in on ${interfaces(link)} (nft list ruleset)`,
        ],
      },
    ];
  });

/** Peers that send more prefixes than their limit admits. */
export const limit: Rule = ({ facts }) =>
  facts.links.flatMap((link) =>
    bothWays(link).flatMap(([{ node, seen }, { node: peer }]): Cause[] => {
      if (seen?.limitHit !== true) return [];
      return [
        {
          cause: 'prefix-limit',
          about: nameOf(link),
          text: `${peer} sends ${node} more prefixes than bgp.import_limit admits: what is beyond it is refused`,
          certainty: 'certain',
          evidence: [`${node}: ${seen.imported} prefixes of ${peer} taken, the limit is hit`],
          whatToDo: [
            `look at what ${peer} announces; a stolen router: towline node revoke ${peer}`,
            `where it is right: towline set bgp.import_limit N, then on ${node}: birdc restart ${session(peer)}`,
          ],
          explains: layersOf(link, 'bgp'),
        },
      ];
    }),
  );

/** BGP is not established over a link that works. */
export const established: Rule = (scene) =>
  working(scene, 'bgp').flatMap((link): Cause[] => {
    const down = link.ends.flatMap(({ node, seen }) =>
      isKnown(seen) && seen.bgpState !== 'Established' ? [{ node, seen }] : [],
    );
    if (down.length === 0) return [];
    const [a, b] = link.ends;
    const told = down.find(({ seen }) => !speechless.test(seen.bgpError));
    const evidence = down.map(
      ({ node, seen }) => `${node}: BGP ${seen.bgpState || 'unknown'}${because(seen)}`,
    );
    const common = { about: nameOf(link), evidence };
    if (told !== undefined) {
      return [
        {
          ...common,
          cause: 'bgp-refused',
          text: `BGP between ${a.node} and ${b.node} is refused: ${short(told.seen.bgpError)}`,
          certainty: 'certain',
          whatToDo: [
            `look at what differs: towline status, templates/bird of both sites`,
            `on ${told.node}: birdc show protocols all ${session(told.node === a.node ? b.node : a.node)}`,
          ],
        },
      ];
    }
    return [
      {
        ...common,
        cause: 'bgp-blocked',
        text: `BGP between ${a.node} and ${b.node} gets no answer, though the link carries packets`,
        certainty: 'certain',
        whatToDo: [
          `on ${a.node} and ${b.node}: let TCP port 179 in on ${interfaces(link)} (nft list ruleset)`,
        ],
      },
    ];
  });

/** Links that carry packets, and of which this layer is not explained yet. */
function working({ facts, tunnelOf, isExplained }: Scene, layer: 'bfd' | 'bgp'): LinkFacts[] {
  return facts.links.filter((link) => tunnelOf(link) === 'works' && !isExplained(link, layer));
}

/** Whether BIRD said anything of the session: of one that had no time for it nothing follows. */
function isKnown(seen: LinkExamination | undefined): seen is LinkExamination {
  return seen !== undefined && seen.protocolState !== '';
}

function because({ bgpError }: LinkExamination): string {
  return bgpError === '' ? '' : `, last error: ${short(bgpError)}`;
}

function interfaces({ ends }: LinkFacts): string {
  return ends.flatMap(({ seen }) => (seen === undefined ? [] : [seen.interface])).join(' and ');
}

/** As the shipped templates call it. */
function session(peer: string): string {
  return `link_${peer.replaceAll('-', '_')}`;
}
