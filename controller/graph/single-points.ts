import { findCuts } from '../check/cuts.ts';
import { linkGraph, transitGraph } from '../check/graph.ts';
import { linkKey } from '../model/links.ts';

/** A link that carries traffic. */
export interface Carrier {
  readonly a: string;
  readonly b: string;
  /** The end that is a spoke; empty if neither is. */
  readonly spoke: string;
}

export interface SinglePoints {
  /** By name: how many nodes its loss cuts off. */
  readonly nodes: ReadonlyMap<string, number>;
  /** The same by `linkKey`. */
  readonly links: ReadonlyMap<string, number>;
  /** Names of the nodes that have paths to each other, the largest part first. */
  readonly parts: readonly (readonly string[])[];
}

/** What `towline check` says of the inventory, of these links. Pure. */
export function singlePointsOf(
  places: readonly { readonly name: string; readonly site: string }[],
  carriers: readonly Carrier[],
): SinglePoints {
  const siteOf = new Map(places.map(({ name, site }) => [name, site]));
  const ends = new Map(places.map(({ name }) => [name, [] as ReturnType<typeof endOf>[]]));
  const endOf = (own: string, peer: string, spoke: string) => ({
    peer,
    kind: siteOf.get(own) === siteOf.get(peer) ? ('ibgp' as const) : ('ebgp' as const),
    spoke: spoke === own,
  });
  for (const { a, b, spoke } of carriers) {
    ends.get(a)?.push(endOf(a, b, spoke));
    ends.get(b)?.push(endOf(b, a, spoke));
  }
  const nodes = places.map(({ name, site }) => ({ name, site, links: ends.get(name) ?? [] }));
  const cuts = findCuts(transitGraph(linkGraph({ nodes })));
  const nameOf = (vertex: number) => nodes[vertex]?.name ?? '';
  return {
    nodes: new Map(cuts.nodes.map(({ vertices: [vertex = -1], lost }) => [nameOf(vertex), lost])),
    links: new Map(
      cuts.links.map(({ vertices: [a = -1, b = -1], lost }) => [linkKey(nameOf(a), nameOf(b)), lost]),
    ),
    parts: cuts.parts
      .map(({ from, to }) =>
        cuts.order
          .slice(from, to)
          .flatMap((vertex) => nodes[vertex]?.name ?? [])
          .sort(),
      )
      .filter((part) => part.length > 0)
      .sort((x, y) => y.length - x.length || ((x[0] ?? '') < (y[0] ?? '') ? -1 : 1)),
  };
}
