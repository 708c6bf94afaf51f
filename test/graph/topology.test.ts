import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConnectivity } from '../../controller/check/check.ts';
import { type Topology, topologyOf } from '../../controller/graph/topology.ts';
import { summaryOf } from '../../controller/graph/words.ts';
import { network as modelOf } from '../check/model.ts';
import { at, linksOf, type Pair, places, type Shape, statusOf, type Troubles, topology } from './networks.ts';

/** `a: by design 3`, of what is a single point. */
function points({ nodes, links }: Topology): string[] {
  const said = [
    ...nodes.map((node) => [node.name, node.singlePoint] as const),
    ...links.map((link) => [`${link.a}-${link.b}`, link.singlePoint] as const),
  ];
  return said.flatMap(([name, point]) =>
    point === undefined ? [] : [`${name}: ${point.kind} ${point.lost}`],
  );
}

const ring = linksOf('ring', ['a', 'b', 'c', 'd']);

const cases: readonly (readonly [string, readonly Pair[], Troubles, readonly string[]])[] = [
  ['a ring has none', ring, {}, []],
  [
    'a ring that is open has some, only now',
    ring,
    { down: [['a', 'b']] },
    ['c: now 1', 'd: now 1', 'a-d: now 1', 'b-c: now 1', 'c-d: now 2'],
  ],
  ['a link without BFD carries all the same', ring, { noBfd: [['a', 'b']] }, []],
  [
    'a line has them by design, also where a link of it is down',
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ],
    { down: [['c', 'd']] },
    ['b: by design 1', 'c: by design 1', 'a-b: by design 1', 'b-c: by design 2', 'c-d: by design 1'],
  ],
  [
    'links of nodes that are away at both ends carry nothing for all one knows',
    ring,
    { away: ['a', 'b'] },
    ['c: now 1', 'd: now 1', 'a-d: now 1', 'b-c: now 1', 'c-d: now 2'],
  ],
  [
    'a link that no router has yet helps by design only',
    ring,
    { planned: [['a', 'b']] },
    ['c: now 1', 'd: now 1', 'a-d: now 1', 'b-c: now 1', 'c-d: now 2'],
  ],
  [
    'a spoke of two hubs is no way between them',
    [
      ['a', 'c', 'spoke'],
      ['b', 'c', 'spoke'],
      ['a', 'd', 'spoke'],
      ['b', 'd', 'spoke'],
      ['a', 'b'],
    ],
    { down: [['a', 'b']] },
    ['a-b: by design 1'],
  ],
];

for (const [title, pairs, troubles, expected] of cases) {
  test(title, () => {
    assert.deepEqual(points(topology(['a', 'b', 'c', 'd'], pairs, troubles)), expected);
  });
}

test('by design is what towline check says of the inventory', () => {
  for (const shape of ['ring', 'mesh', 'hub', 'two hubs', 'tree', 'regions', 'pairs'] satisfies Shape[]) {
    const names = places(13);
    const pairs = linksOf(shape, names);
    const found = checkConnectivity(
      modelOf(
        names.map((name) => ({ name })),
        pairs,
      ),
    );
    const of = (kind: string) =>
      found
        .filter((one) => one.kind === kind && one.nodes.length > 0)
        .map(({ nodes }) => nodes.join('-'))
        .sort();
    const { nodes, links } = topology(names, pairs);
    const marked = <One extends { readonly singlePoint: unknown }>(list: readonly One[]) =>
      list.filter(({ singlePoint }) => singlePoint !== undefined);
    const markedLinks = marked(links).map(({ a, b }) => `${a}-${b}`);
    assert.deepEqual(
      marked(nodes)
        .map(({ name }) => name)
        .sort(),
      of('single_point_node'),
      shape,
    );
    assert.deepEqual(markedLinks.sort(), of('single_point_link'), shape);
    assert.ok(!(shape === 'tree' || shape === 'hub') || of('single_point_link').length === 12, shape);
  }
});

test('parts without a path between them are told, and whether they are planned', () => {
  const names = ['a', 'b', 'c', 'd'];
  const said = (pairs: readonly Pair[], troubles: Troubles) =>
    summaryOf(topology(names, pairs, troubles)).filter((line) => line.includes('parts'));
  assert.deepEqual(said(ring, {}), []);
  assert.deepEqual(
    said(
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      {},
    ),
    ['2 parts with no path between them, as planned'],
  );
  assert.deepEqual(
    said(ring, {
      down: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    }),
    ['2 parts with no path between them, planned as one'],
  );
  assert.deepEqual(
    said(
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      { down: [['c', 'd']] },
    ),
    ['3 parts with no path between them, planned: 2'],
  );
  // A router that is not there yet is no part that something was cut off from.
  assert.deepEqual(
    said(
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
      ],
      { notEnrolled: ['d'], planned: [['c', 'd']] },
    ),
    [],
  );
});

test('what is chosen is shown with its links and their other ends; single points are those of the whole network', () => {
  const status = statusOf(['west/a', 'west/b', 'east/c', 'east/d', 'south/e'], [...ring, ['d', 'e']]);
  const shown = topologyOf(status, {
    at,
    choice: 'site west',
    isChosen: ({ siteName }) => siteName === 'west',
  });
  assert.deepEqual(
    shown.nodes.map(({ name, isChosen, singlePoint }) => [name, isChosen, singlePoint?.kind]),
    [
      ['c', false, undefined],
      ['d', false, 'by design'],
      ['a', true, undefined],
      ['b', true, undefined],
    ],
  );
  assert.deepEqual(
    shown.links.map(({ a, b }) => a + b),
    ['ab', 'ad', 'bc'],
  );
  assert.match(summaryOf(shown)[0] ?? '', /^1 site, 2 nodes, 3 links: 3 up$/);
});

test('while the inventory is not in order, what the routers report stands for the plan, and the picture says so', () => {
  const status = {
    ...statusOf(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      { down: [['b', 'c']] },
    ),
    plan: null,
  };
  const shown = topologyOf(status, { at });
  assert.deepEqual(points(shown), ['b: by design 1', 'a-b: by design 1', 'b-c: by design 1']);
  assert.ok(summaryOf(shown).some((line) => line.startsWith('the inventory is not in order')));
  assert.equal(shown.links[0]?.isPlanned, undefined);
});

test('a link to a router that the controller does not know is shown, and one of a node to itself is not', () => {
  const status = statusOf(
    ['a', 'b'],
    [
      ['a', 'b'],
      ['a', 'gone'],
      ['b', 'b'],
    ],
  );
  const shown = topologyOf({ ...status, plan: { links: [{ a: 'a', b: 'b', spoke: '' }] } }, { at });
  assert.deepEqual(
    shown.links.map(({ a, b, isPlanned }) => [a, b, isPlanned]),
    [
      ['a', 'b', true],
      ['a', 'gone', false],
    ],
  );
  assert.equal(shown.nodes.find(({ name }) => name === 'gone')?.condition, 'unknown');
});
