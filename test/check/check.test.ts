// long: the oracles on random graphs stand beside the cases that they generalise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkConnectivity } from '../../controller/check/check.ts';
import { findCuts } from '../../controller/check/cuts.ts';
import { linkGraph, transitGraph } from '../../controller/check/graph.ts';
import { largeMesh } from '../../controller/check/mesh.ts';
import type { NetworkModel } from '../../controller/model/network.ts';
import { type LinkSketch, network, numbered, type Sketch } from './model.ts';

function texts(model: NetworkModel, kind?: string): string[] {
  return checkConnectivity(model)
    .filter((finding) => kind === undefined || finding.kind === kind)
    .map((finding) => finding.text);
}

const triangle: LinkSketch[] = [
  ['n0', 'n1'],
  ['n1', 'n2'],
  ['n0', 'n2'],
];

test('a network in which everything has a second path has no findings', () => {
  assert.deepEqual(checkConnectivity(network(numbered(3), triangle)), []);
  assert.deepEqual(checkConnectivity(network([], [])), []);
  assert.deepEqual(checkConnectivity(network(numbered(1), [])), []);
});

test('parts without a path are named with the groups that only they have', () => {
  const sketches: Sketch[] = [
    ...numbered(3, { groups: ['south'] }),
    { name: 'kiel', groups: ['north'], enrolled: false },
    { name: 'husum', groups: ['north'] },
  ];
  const findings = checkConnectivity(network(sketches, [...triangle, ['kiel', 'husum']]));
  assert.deepEqual(findings[0], {
    kind: 'disconnected',
    nodes: ['husum', 'kiel'],
    text: 'husum, kiel (group north) have no path to n0, n1, n2 (not enrolled yet: kiel)',
  });
});

test('a group whose members are in several parts is named', () => {
  const found = texts(network(numbered(3, { groups: ['all'] }), [['n0', 'n1']]), 'disconnected');
  assert.deepEqual(found, [
    'n2 has no path to n0, n1',
    'members of group all have no path to each other: n0, n1 | n2',
  ]);
});

test('a single hub is a single point of failure; two hubs that are linked are none', () => {
  const spokes = ['a', 'b', 'c'].map((name) => ({ name }));
  const one = network(
    [{ name: 'hub' }, ...spokes],
    [
      ['hub', 'a', 'spoke'],
      ['hub', 'b', 'spoke'],
      ['hub', 'c', 'spoke'],
    ],
  );
  assert.deepEqual(texts(one, 'single_point_node'), [
    'without node hub, the network would fall into 3 pieces: a | b | c',
  ]);
  assert.deepEqual(texts(one, 'no_second_path'), ['a, b, c have one link only, to hub: no second path']);
  const two = network(
    [{ name: 'hub' }, { name: 'hub2' }, ...spokes],
    [
      ['hub', 'hub2'],
      ...['hub', 'hub2'].flatMap((hub) => ['a', 'b', 'c'].map((s): LinkSketch => [hub, s, 'spoke'])),
    ],
  );
  assert.deepEqual(
    checkConnectivity(two).map(({ kind, text }) => [kind, text]),
    [
      [
        'single_point_link',
        'without the link hub -- hub2, 1 node would be cut off from the rest: hub2; spokes with several hubs still reach theirs',
      ],
    ],
  );
});

test('spokes between two hubs are no path, since they carry no transit', () => {
  const model = network(
    ['east', 'west', 'a', 'b', 'c'].map((name) => ({ name })),
    [
      ['east', 'a', 'spoke'],
      ['east', 'b', 'spoke'],
      ['west', 'b', 'spoke'],
      ['west', 'c', 'spoke'],
    ],
  );
  assert.deepEqual(texts(model, 'disconnected'), [
    'c, west have no path to a, b, east; only spokes lie between, and a spoke carries no transit from hub to hub',
  ]);
});

test('within a spoke site with two hubs a node that hangs on its sibling is found', () => {
  const model = network(
    [{ name: 'h1' }, { name: 'h2' }, { name: 'h3' }, { name: 's1', site: 's' }, { name: 's2', site: 's' }],
    [
      ['h1', 'h2'],
      ['h2', 'h3'],
      ['h1', 'h3'],
      ['h1', 's1', 'spoke'],
      ['h2', 's1', 'spoke'],
      ['s1', 's2'],
    ],
  );
  assert.deepEqual(texts(model), [
    'without node s1, 1 node would be cut off from the rest: s2',
    'without the link s1 -- s2, 1 node would be cut off from the rest: s2',
    's2 has one link only, to s1: no second path',
  ]);
});

test('a chain of 10,000 nodes is checked without recursion, and the findings are capped', () => {
  const count = 10_000;
  const model = network(numbered(2), []);
  const [first] = model.nodes;
  assert.ok(first);
  const nodes = Array.from({ length: count }, (_unused, index) => {
    const peers = [index - 1, index + 1].filter((peer) => peer >= 0 && peer < count).map((n) => `n${n}`);
    const links = peers.map((peer) => ({
      peer,
      interface: `tl-${peer}`,
      listenPort: 1,
      peerPort: 1,
      kind: 'ebgp' as const,
      spoke: false,
      mtu: 1420,
    }));
    return { ...first, name: `n${index}`, site: `n${index}`, peers, links };
  });
  const findings = checkConnectivity({ ...model, nodes });
  const nodeFindings = findings.filter(({ kind }) => kind === 'single_point_node');
  assert.equal(nodeFindings.length, 21);
  // The middle cuts off the most: half of what is left.
  assert.match(nodeFindings[0]?.text ?? '', /^without node n(4999|5000), 4999 nodes would be cut off/);
  assert.equal(nodeFindings[20]?.text, 'and 9978 more nodes whose loss would cut others off');
  assert.equal(findings.filter(({ kind }) => kind === 'single_point_link').length, 21);
});

test('a mesh from the limit on is named with what it costs and what would cost less', () => {
  const mesh = (count: number) => {
    const nodes = numbered(count, { groups: ['default'] });
    const links = nodes.flatMap(({ name }, index) =>
      nodes.slice(index + 1).map((other): LinkSketch => [name, other.name]),
    );
    return checkConnectivity(network(nodes, links));
  };
  assert.deepEqual(mesh(largeMesh - 1), []);
  const [finding, ...others] = mesh(largeMesh);
  assert.deepEqual(others, []);
  assert.equal(finding?.kind, 'large_mesh');
  assert.equal(
    finding?.text,
    'group default (n0, n1, n10 and 47 more) is a full mesh of 50 nodes: 49 interfaces on each, 2450 in all, ' +
      '1225 links, up to 163 BFD packets a second from each node; with topology = "hub" and two hubs it would have ' +
      '97 links and 2 interfaces on every other node, as several groups with 6 neighbours a node 150 links',
  );
});

test('kinds come the worst first', () => {
  const model = network(numbered(5), [
    ['n0', 'n1'],
    ['n1', 'n2'],
  ]);
  const kinds = checkConnectivity(model).map(({ kind }) => kind);
  assert.deepEqual(
    [...new Set(kinds)],
    ['disconnected', 'single_point_node', 'single_point_link', 'no_second_path'],
  );
});

interface Drawn {
  readonly count: number;
  readonly links: readonly (readonly [number, number])[];
}

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 9 }).chain((count) => {
  const pairs = Array.from({ length: count }, (_a, a) =>
    Array.from({ length: count }, (_b, b) => [a, b] as const).filter(([x, y]) => x < y),
  ).flat();
  return fc.subarray(pairs).map((links) => ({ count, links }));
});

function partsOf(count: number, links: Drawn['links'], without: number | undefined): number[][] {
  const part = Array.from({ length: count }, (_unused, index) => index);
  for (let round = 0; round < count; round++) {
    for (const [a, b] of links) {
      if (a === without || b === without) continue;
      const low = Math.min(part[a] ?? 0, part[b] ?? 0);
      part[a] = low;
      part[b] = low;
    }
  }
  const parts = new Map<number, number[]>();
  for (const [node, name] of part.entries())
    if (node !== without) parts.set(name, [...(parts.get(name) ?? []), node]);
  return [...parts.values()];
}

/** Nodes that lose their way to the largest piece of the part they were in. */
function lostIn(before: readonly number[][], after: readonly number[][], ends: readonly number[]): number {
  const home = before.find((part) => ends.every((end) => part.includes(end))) ?? [];
  const sizes = after.filter((part) => part.every((node) => home.includes(node))).map((part) => part.length);
  return sizes.reduce((sum, size) => sum + size, 0) - Math.max(0, ...sizes);
}

test('parts, articulation nodes and bridges are those that taking each one away shows', () => {
  fc.assert(
    fc.property(drawn, ({ count, links }) => {
      const model = network(
        numbered(count),
        links.map(([a, b]): LinkSketch => [`n${a}`, `n${b}`]),
      );
      const cuts = findCuts(linkGraph(model));
      const whole = partsOf(count, links, undefined);
      assert.equal(cuts.parts.length, whole.length);
      const expectedNodes = Array.from({ length: count }, (_unused, node) => ({
        vertices: [node],
        lost: lostIn(whole, partsOf(count, links, node), [node]),
      })).filter(({ lost }) => lost > 0);
      const expectedLinks = links
        .map((link) => ({
          vertices: [...link],
          lost: lostIn(
            whole,
            partsOf(
              count,
              links.filter((other) => other !== link),
              undefined,
            ),
            link,
          ),
        }))
        .filter(({ lost }) => lost > 0);
      const found = (list: typeof cuts.nodes) => list.map(({ vertices, lost }) => ({ vertices, lost }));
      assert.deepEqual(sorted(found(cuts.nodes)), sorted(expectedNodes));
      assert.deepEqual(sorted(found(cuts.links)), sorted(expectedLinks));
    }),
    { numRuns: 400 },
  );
});

function sorted<T extends { vertices: readonly number[] }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.vertices.join() < b.vertices.join() ? -1 : 1));
}

test('the pieces that a finding names are the ones that are cut off', () => {
  fc.assert(
    fc.property(drawn, ({ count, links }) => {
      const model = network(
        numbered(count),
        links.map(([a, b]): LinkSketch => [`n${a}`, `n${b}`]),
      );
      const { nodes, order } = findCuts(linkGraph(model));
      for (const { vertices, pieces, lost } of nodes) {
        const after = partsOf(count, links, vertices[0]);
        const named = pieces.map(({ stretches }) =>
          stretches.flatMap(({ from, to }) => order.slice(from, to)).sort((a, b) => a - b),
        );
        for (const piece of named) assert.ok(after.some((part) => part.join() === piece.join()));
        assert.equal(named.slice(1).flat().length, lost);
        assert.ok(named.every((piece) => piece.length <= (named[0]?.length ?? 0)));
      }
    }),
    { numRuns: 200 },
  );
});

interface DrawnHubs {
  readonly count: number;
  readonly links: Drawn['links'];
  /** The hubs of each spoke. */
  readonly spokes: readonly (readonly number[])[];
}

const drawnHubs: fc.Arbitrary<DrawnHubs> = drawn.chain(({ count, links }) =>
  fc
    .array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 3 }), {
      maxLength: 4,
    })
    .map((spokes) => ({ count, links, spokes })),
);

test('spokes join no hubs, and one with several hubs hangs on none of them', () => {
  fc.assert(
    fc.property(drawnHubs, ({ count, links, spokes }) => {
      const sketches = [...numbered(count), ...spokes.map((_unused, index) => ({ name: `s${index}` }))];
      const model = network(sketches, [
        ...links.map(([a, b]): LinkSketch => [`n${a}`, `n${b}`]),
        ...spokes.flatMap((hubs, index) => hubs.map((hub): LinkSketch => [`n${hub}`, `s${index}`, 'spoke'])),
      ]);
      const cuts = findCuts(transitGraph(linkGraph(model)));
      // Spokes with one hub are ordinary leaves; the others are left out.
      const leaves = spokes.flatMap((hubs, index) =>
        hubs.length === 1 ? [[hubs[0] ?? 0, count + index] as const] : [],
      );
      const all = [...links, ...leaves];
      const left = new Set([...Array(count).keys(), ...leaves.map(([, leaf]) => leaf)]);
      const parts = (without: number | undefined, some: Drawn['links']) =>
        partsOf(count + spokes.length, some, without).filter((part) => part.some((node) => left.has(node)));
      const whole = parts(undefined, all);
      assert.equal(cuts.parts.length, whole.length);
      const splits = (vertices: readonly number[], after: readonly number[][]) => {
        const home = whole.find((part) => vertices.every((vertex) => part.includes(vertex))) ?? [];
        return after.filter((part) => part.every((node) => home.includes(node))).length > 1;
      };
      const nodes = [...left].filter((node) => splits([node], parts(node, all)));
      const bridges = all.filter((link) =>
        splits(
          link,
          parts(
            undefined,
            all.filter((other) => other !== link),
          ),
        ),
      );
      const found = (list: typeof cuts.nodes) => list.map(({ vertices }) => vertices.join()).sort();
      assert.deepEqual(found(cuts.nodes), nodes.map(String).sort());
      assert.deepEqual(found(cuts.links), bridges.map((link) => link.join()).sort());
    }),
    { numRuns: 400 },
  );
});
