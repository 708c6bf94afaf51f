import fc from 'fast-check';
import { inventory } from './fixture.ts';

/** A network as a test draws it; every one of them is valid. */
export interface Drawn {
  /** By name. */
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  /** Names of hubs a group, those that are no members left out; a group without any is a mesh. */
  readonly hubs: ReadonlyMap<string, readonly string[]>;
}

export interface DrawnNode {
  readonly site: string;
  readonly groups: readonly string[];
  readonly endpoint: string;
  readonly base: number;
  readonly mtu: number;
  readonly psk: boolean;
}

/** One edit of the inventory. */
export type Edit =
  | { readonly kind: 'put'; readonly name: string; readonly node: DrawnNode }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'hubs'; readonly group: string; readonly hubs: readonly string[] };

// Long ones share their first 12 bytes; a name like another's would be taken for a typo of it.
const names = [
  'aalen',
  'bonn',
  'celle',
  'dachau',
  'erfurt',
  'a-very-long-name-one',
  'a-very-long-name-two',
  'x',
];
const sites = ['north', 'southern', 'west'];
const groups = ['default', 'backbone', 'quartz'];

const name = fc.constantFrom(...names);

function node(of: string): fc.Arbitrary<DrawnNode> {
  return fc.record({
    site: fc.constantFrom(...sites, of),
    groups: fc.uniqueArray(fc.constantFrom(...groups), { maxLength: 3 }),
    // Two nodes without an endpoint could not reach each other, and two at one address need ports of their own.
    endpoint: fc.constantFrom(
      'auto',
      `192.0.2.${names.indexOf(of) + 1}`,
      `${of}.example`,
      ...(of === 'x' ? ['none'] : []),
    ),
    base: fc.constantFrom(51_821, 51_821, 51_823, 65_500),
    mtu: fc.integer({ min: 1280, max: 1500 }),
    psk: fc.boolean(),
  });
}

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: name.chain((of) => node(of).map((drawn): Edit => ({ kind: 'put', name: of, node: drawn }))),
  },
  { weight: 3, arbitrary: name.map((of): Edit => ({ kind: 'remove', name: of })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('hubs' as const),
      group: fc.constantFrom(...groups),
      hubs: fc.uniqueArray(name, { maxLength: 3 }),
    }),
  },
);

export const edits: fc.Arbitrary<Edit[]> = fc.array(edit, { minLength: 1, maxLength: 14 });

export const empty: Drawn = { nodes: new Map(), hubs: new Map() };

/** The network after an edit. A node that is there already stays at its site: moving it is another matter. */
export function edited(network: Drawn, change: Edit): Drawn {
  const nodes = new Map(network.nodes);
  const hubs = new Map(network.hubs);
  if (change.kind === 'put') {
    const site = nodes.get(change.name)?.site ?? change.node.site;
    nodes.set(change.name, { ...change.node, site });
  } else if (change.kind === 'remove') nodes.delete(change.name);
  else hubs.set(change.group, change.hubs);
  return { nodes, hubs };
}

/** Hubs of a group that are members of it; none if it is a mesh. */
export function hubsOf(network: Drawn, group: string): string[] {
  const named = network.hubs.get(group) ?? [];
  return named.filter((hub) => network.nodes.get(hub)?.groups.includes(group));
}

/** The files of the inventory. */
export function filesOf(network: Drawn): Map<string, string> {
  const files: Record<string, string> = {};
  for (const [of, drawn] of network.nodes) {
    files[`sites/${drawn.site}/${of}/node.toml`] = [
      `groups = ${JSON.stringify(drawn.groups)}`,
      `endpoint = ${JSON.stringify(drawn.endpoint)}`,
      '[wireguard]',
      `listen_port_base = ${drawn.base}`,
      `mtu = ${drawn.mtu}`,
      `psk = ${drawn.psk}`,
      '',
    ].join('\n');
  }
  const tree = inventory(files);
  const definitions = groups
    .filter((group) => hubsOf(network, group).length > 0)
    .map((group) => `[group.${group}]\ntopology = "hub"\nhubs = ${JSON.stringify(hubsOf(network, group))}\n`);
  return tree.set('network.toml', `${tree.get('network.toml') ?? ''}\n${definitions.join('\n')}`);
}

/** Pairs of nodes that have to have a link, `a b` with a < b, sorted: said anew, without the code that is tested. */
export function expectedLinks(network: Drawn): string[] {
  const all = [...network.nodes.keys()].sort();
  return all
    .flatMap((a) => all.filter((b) => a < b).map((b) => [a, b] as const))
    .filter(([a, b]) => {
      const [one, other] = [network.nodes.get(a), network.nodes.get(b)];
      if (one === undefined || other === undefined) return false;
      if (one.site === other.site) return true;
      return one.groups.some((group) => {
        const hubs = hubsOf(network, group);
        return other.groups.includes(group) && (hubs.length === 0 || hubs.includes(a) || hubs.includes(b));
      });
    })
    .map((pair) => pair.join(' '));
}
