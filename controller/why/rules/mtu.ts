import { bothWays, type Cause, layersOf, nameOf, type Rule } from '../scene.ts';

/** Links that carry small packets and lose large ones. */
export const mtu: Rule = ({ facts, tunnelOf, isExplained }) =>
  facts.links.flatMap((link): Cause[] => {
    if (tunnelOf(link) !== 'works' || isExplained(link, 'tunnel')) return [];
    const lossy = bothWays(link).filter(
      ([{ seen }]) => seen?.smallPing === 'answered' && seen.largePing === 'silent',
    );
    if (lossy.length === 0) return [];
    const [a, b] = link.ends;
    return [
      {
        cause: 'mtu',
        about: nameOf(link),
        text: `the path between ${a.node} and ${b.node} loses large packets without a word: small ones pass`,
        certainty: 'certain',
        evidence: lossy.map(([{ node, seen }]) => {
          const measured =
            (seen?.pathMtu ?? 0) > 1 ? `, the path carried ${seen?.pathMtu} when it was measured` : '';
          return `${node}: pings of ${seen?.mtu} bytes over ${seen?.interface} get no answer, small ones do${measured}`;
        }),
        whatToDo: [
          `towline set wireguard.path_mtu set --node ${a.node}, and for ${b.node}; then commit and activate: links get the MTU that fits`,
          `or: towline set wireguard.mtu 1280 --node ${a.node}`,
        ],
        explains: layersOf(link, 'bgp'),
      },
    ];
  });
