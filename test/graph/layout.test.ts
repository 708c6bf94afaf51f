import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, toSvg } from '../../controller/graph/svg.ts';
import { widthOf } from '../../controller/graph/text.ts';
import { linksOf, type Pair, places, type Shape, topology } from './networks.ts';
import { crossings, passes } from './quality.ts';
import { allOf, parseXml, type XmlElement } from './xml.ts';

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The boxes of nodes as they stand in the picture, each with its texts in it. */
function boxesOf(svg: string): Box[] {
  const number = (element: XmlElement, key: string) => Number(element.attributes.get(key));
  return allOf(parseXml(svg)).flatMap((group) => {
    const rect = group.children.find(
      ({ attributes }) => attributes.get('class')?.startsWith('pill ') === true,
    );
    if (rect === undefined || group.attributes.has('transform')) return [];
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => number(rect, key)) as [
      number,
      number,
      number,
      number,
    ];
    const texts = group.children.filter(({ name }) => name === 'text');
    for (const text of texts) {
      const size = text.attributes.get('class')?.includes('small') === true ? 10 : 12;
      assert.ok(widthOf(text.text, size) <= width - 8, `${text.text} is wider than its box`);
      assert.ok(
        number(text, 'y') - size >= y && number(text, 'y') <= y + height,
        `${text.text} is not in its box`,
      );
    }
    return [{ name: texts[0]?.text ?? '', left: x, right: x + width, top: y, bottom: y + height }];
  });
}

function overlapping(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.name} ${b.name}`),
  );
}

const shapes: readonly Shape[] = ['ring', 'mesh', 'hub', 'two hubs', 'tree', 'regions', 'apart', 'pairs'];

for (const count of [1, 2, 3, 8, 25, 80]) {
  test(`no two boxes of ${count} sites overlap in any shape of network, and each text is in its box`, () => {
    const names = places(count);
    for (const shape of shapes) {
      const network = topology(names, linksOf(shape, names).slice(0, count === 1 ? 0 : undefined));
      const svg = toSvg(network);
      const boxes = boxesOf(svg);
      assert.equal(boxes.length, count, shape);
      assert.deepEqual(overlapping(boxes), [], shape);
      const { width, height } = draw(network);
      for (const { name, left, right, top, bottom } of boxes) {
        const isInside = left >= -0.1 && top >= -0.1 && right <= width + 0.1 && bottom <= height + 0.1;
        assert.ok(isInside, `${name} is outside of the ${shape}`);
      }
    }
  });
}

test('several nodes of a site are in its box, without overlap, and the box holds them and its name', () => {
  const names = places(25).flatMap((site, index) =>
    Array.from({ length: 1 + (index % 5) }, (_unused, node) => `${site}/${site}-${node + 1}`),
  );
  const bare = names.map((name) => name.slice(name.indexOf('/') + 1));
  const inner = names.flatMap((one, index): Pair[] =>
    names.flatMap((other, behind): Pair[] =>
      behind > index && other.split('/')[0] === one.split('/')[0]
        ? [[bare[index] ?? '', bare[behind] ?? '']]
        : [],
    ),
  );
  const network = topology(names, [...inner, ...linksOf('ring', bare)], { away: [bare[4] ?? ''] });
  assert.deepEqual(overlapping(boxesOf(toSvg(network))), []);
  const { boxes } = draw(network);
  const frames = boxes.map(({ site, centre, width, height }) => ({
    ...{ name: site, left: centre.x - width / 2, right: centre.x + width / 2 },
    ...{ top: centre.y - height / 2, bottom: centre.y + height / 2 },
  }));
  assert.equal(frames.length, 25);
  assert.deepEqual(overlapping(frames), []);
  for (const { site, width, height, pills } of boxes) {
    for (const pill of pills) {
      assert.ok(Math.abs(pill.offset.x) + pill.width / 2 <= width / 2, site);
      assert.ok(Math.abs(pill.offset.y) + pill.height / 2 <= height / 2, site);
    }
  }
});

test('the same network gives the same bytes, in whatever order the controller names nodes', () => {
  const names = places(25);
  for (const shape of ['tree', 'regions', 'hub'] as const) {
    const pairs = linksOf(shape, names);
    assert.equal(toSvg(topology([...names].reverse(), pairs)), toSvg(topology(names, pairs)), shape);
  }
});

test('a link that fails moves nothing', () => {
  const names = places(25);
  const pairs = linksOf('regions', names);
  const boxes = (down: readonly Pair[]) => boxesOf(toSvg(topology(names, pairs, { down })));
  assert.deepEqual(boxes(pairs.slice(4, 9)), boxes([]));
});

test('hubs are in the middle of a star', () => {
  for (const count of [8, 25, 80]) {
    const names = places(count);
    for (const [shape, hubs] of [
      ['hub', 1],
      ['two hubs', 2],
    ] as const) {
      const { nodes, width, height } = draw(topology(names, linksOf(shape, names)));
      const off = (name: string) => {
        const { x = 0, y = 0 } = nodes.get(name)?.centre ?? {};
        return Math.hypot((x - width / 2) / width, (y - height / 2) / height);
      };
      const spokes = names.slice(hubs).map(off);
      for (const hub of names.slice(0, hubs))
        assert.ok(off(hub) < Math.min(...spokes), `${hub} is not in the middle of ${count}`);
    }
  }
});

test('no link of a tree, a ring or a star passes behind a box of others, and hardly two cross', () => {
  for (const [shape, most] of [
    ['ring', 0],
    ['hub', 0],
    ['tree', 3],
  ] as const) {
    const names = places(25);
    const pairs = linksOf(shape, names);
    const drawing = draw(topology(names, pairs));
    assert.ok(crossings(drawing, pairs) <= most, `${shape}: ${crossings(drawing, pairs)} crossings`);
    assert.equal(passes(drawing, pairs), 0, shape);
  }
});

test('a picture with more sites than one can read is refused with a way out', () => {
  const names = places(401);
  assert.throws(() => toSvg(topology(names, [])), /401 sites .* \(400\): choose some with --site or --group/);
});
