import { type Topology, topologyOf } from '../../controller/graph/topology.ts';
import type { GetStatusResponse } from '../../shared/gen/towline/v1/GetStatusResponse.ts';
import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import type { NodeCondition } from '../../shared/gen/towline/v1/NodeCondition.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';

/** A link `[a, b]`, or `[hub, spoke, 'spoke']`. */
export type Pair = readonly [string, string, 'spoke'?];

/** What is wrong in a network. */
export interface Troubles {
  readonly down?: readonly Pair[];
  readonly noBfd?: readonly Pair[];
  readonly away?: readonly string[];
  readonly notEnrolled?: readonly string[];
  /** Links that no router reports. */
  readonly planned?: readonly Pair[];
}

/** A status as the controller gives it. `place/node` is a node at another site than its own name. */
export function statusOf(
  names: readonly string[],
  pairs: readonly Pair[],
  troubles: Troubles = {},
): GetStatusResponse {
  const bare = (name: string) => name.slice(name.indexOf('/') + 1);
  const key = ([a, b]: Pair) => [bare(a), bare(b)].sort().join(' ');
  const has = (list: readonly Pair[] = [], pair: Pair) => list.some((one) => key(one) === key(pair));
  const { down, noBfd, away = [], notEnrolled = [], planned } = troubles;
  const nodes = names.map((name): NodeStatus => {
    const own = pairs.filter(
      (pair) => !has(planned, pair) && pair.slice(0, 2).some((end) => end && bare(end) === bare(name)),
    );
    const condition: NodeCondition = notEnrolled.includes(bare(name))
      ? 'NODE_CONDITION_NOT_ENROLLED'
      : away.includes(bare(name))
        ? 'NODE_CONDITION_AWAY'
        : 'NODE_CONDITION_OK';
    const up = (pair: Pair) => !has(down, pair) && !has(noBfd, pair);
    return {
      nodeName: bare(name),
      siteName: name.includes('/') ? name.slice(0, name.indexOf('/')) : name,
      condition,
      groups: ['default'],
      linkTrends: own.map((pair) => ({ up: up(pair), sinceAgeS: 300 })),
      report: {
        links: own.map(
          (pair): Partial<LinkState> => ({
            peer: bare(pair[0]) === bare(name) ? bare(pair[1]) : bare(pair[0]),
            bgpState: has(down, pair) ? 'Active' : 'Established',
            bfdState: up(pair) ? 'Up' : 'Down',
          }),
        ),
      },
    } as unknown as NodeStatus;
  });
  const links = pairs.map((pair) => {
    const [a = '', b = ''] = key(pair).split(' ');
    return { a, b, spoke: pair[2] === 'spoke' ? bare(pair[1]) : '' };
  });
  return { networkName: 'example', activeRelease: 7, nodes, plan: { links } } as unknown as GetStatusResponse;
}

export const at = '2026-11-30T08:00:00Z';

export function topology(
  names: readonly string[],
  pairs: readonly Pair[],
  troubles: Troubles = {},
): Topology {
  return topologyOf(statusOf(names, pairs, troubles), { at });
}

/** Names as people give them, of different lengths. */
export function places(count: number): string[] {
  const towns = [
    'aachen',
    'berlin',
    'chemnitz',
    'dresden',
    'essen',
    'frankfurt',
    'goettingen',
    'hamburg',
    'ingolstadt',
    'jena',
    'kiel',
    'leipzig',
    'muenchen',
    'norden',
    'oberhausen',
    'passau',
    'quedlinburg',
    'rostock',
    'saarbruecken',
    'trier',
    'ulm',
    'villingen-schwenningen',
    'weimar',
    'xanten',
    'zwickau',
  ];
  return Array.from({ length: count }, (_unused, index) => {
    const town = towns[index % towns.length] ?? '';
    return index < towns.length ? town : `${town}-${Math.floor(index / towns.length) + 1}`;
  });
}

export type Shape = 'ring' | 'mesh' | 'hub' | 'two hubs' | 'tree' | 'regions' | 'apart' | 'pairs';

/** Links of a shape among nodes. */
export function linksOf(shape: Shape, names: readonly string[]): Pair[] {
  const name = (index: number) => names[index] ?? '';
  const [first = '', second = ''] = names;
  switch (shape) {
    case 'ring':
      return names.map((one, index) => [one, name((index + 1) % names.length)]);
    case 'mesh':
      return names.flatMap((one, index) => names.slice(index + 1).map((other): Pair => [one, other]));
    case 'hub':
      return names.slice(1).map((one) => [first, one, 'spoke']);
    case 'two hubs':
      return [
        [first, second],
        ...names.slice(2).flatMap((one): Pair[] => [
          [first, one, 'spoke'],
          [second, one, 'spoke'],
        ]),
      ];
    case 'tree':
      return names.slice(1).map((one, index) => [name(Math.floor(index / 3)), one]);
    // Meshes of four, each joined to the next one by two links.
    case 'regions':
      return names.flatMap((one, index): Pair[] => {
        const mates = names.slice(index + 1, index - (index % 4) + 4).map((other): Pair => [one, other]);
        const next = (index + 4) % names.length;
        return index % 4 < 2 && names.length > 4 ? [...mates, [one, name(next)]] : mates;
      });
    case 'pairs':
      return names.flatMap((one, index): Pair[] =>
        index % 2 === 0 && index + 1 < names.length ? [[one, name(index + 1)]] : [],
      );
    case 'apart':
      return [];
  }
}
