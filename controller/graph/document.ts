import type { SinglePoint, Topology } from './topology.ts';

/** The network of a picture as a JSON document. Pure. */
export function topologyDocument(topology: Topology) {
  const point = (single: SinglePoint | undefined) => single?.kind.replace(' ', '_') ?? null;
  return {
    network: topology.network,
    active_release: topology.release,
    at: topology.at,
    nodes: topology.nodes.map(({ name, site, condition, isChosen, singlePoint }) => ({
      ...{ name, site, condition, chosen: isChosen },
      single_point: point(singlePoint),
      nodes_cut_off: singlePoint?.lost ?? 0,
    })),
    links: topology.links.map(({ a, b, state, bgp, bfd, sinceS, isPlanned, singlePoint }) => ({
      ...{ a, b, state, bgp, bfd },
      since_age_s: sinceS ?? null,
      planned: isPlanned ?? null,
      single_point: point(singlePoint),
      nodes_cut_off: singlePoint?.lost ?? 0,
    })),
    parts: topology.parts,
    parts_by_design: topology.isPlanKnown ? topology.partsByDesign : null,
  };
}
