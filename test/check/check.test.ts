import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConnectivity } from '../../controller/check/check.ts';
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
