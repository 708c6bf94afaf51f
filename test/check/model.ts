import type { LinkEnd, NetworkModel, NodeModel } from '../../controller/model/network.ts';

/** What a test says about one node. */
export interface Sketch {
  readonly name: string;
  readonly site?: string;
  readonly groups?: readonly string[];
  readonly enrolled?: boolean;
}

/** A link `[a, b]`, or `[hub, spoke, 'spoke']`. */
export type LinkSketch = readonly [string, string, 'spoke'?];

/** A network with just what the checks look at. */
export function network(sketches: readonly Sketch[], links: readonly LinkSketch[]): NetworkModel {
  const nodes = sketches.map(({ name, site = name, groups = [], enrolled = true }): NodeModel => {
    const siteOf = (node: string) => sketches.find((sketch) => sketch.name === node)?.site ?? node;
    const ends = links.flatMap(([a, b, spoke]): LinkEnd[] => {
      if (a !== name && b !== name) return [];
      const peer = a === name ? b : a;
      const kind = siteOf(peer) === site ? 'ibgp' : 'ebgp';
      return [
        {
          peer,
          interface: `tl-${peer}`,
          listenPort: 1,
          peerPort: 1,
          kind,
          spoke: spoke === 'spoke' && b === name,
          mtu: 1420,
        },
      ];
    });
    return {
      name,
      site,
      id: 1,
      asn: 1,
      loopbackV4: '',
      loopbackV6: '',
      managementAddress: '',
      groups,
      peers: ends.map((end) => end.peer).sort(),
      lan: [],
      enrolled,
      values: { bfd: { profile: 'default' } } as NodeModel['values'],
      links: ends.sort((x, y) => (x.peer < y.peer ? -1 : 1)),
    };
  });
  return {
    name: 'test',
    networkId: '',
    managementPrefix: '',
    controllerAddress: '',
    loopbackPools: [],
    sites: [],
    nodes,
    importLimit: { v4: 1, v6: 1 },
  };
}

/** Nodes n0, n1 and so on. */
export function numbered(count: number, more: Omit<Sketch, 'name'> = {}): Sketch[] {
  return Array.from({ length: count }, (_unused, index) => ({ name: `n${index}`, ...more }));
}
