import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findCuts } from '../../controller/check/cuts.ts';
import { linkGraph, transitGraph } from '../../controller/check/graph.ts';
import { type LinkSketch, network, numbered } from './model.ts';

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
