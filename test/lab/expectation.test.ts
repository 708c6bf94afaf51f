import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeMatrix, partsOf } from '../../lab/demo/expectation.ts';
import { spread } from '../../lab/measure/statistics.ts';
import { isGreen, linksOf } from '../../lab/network/status.ts';
import { formatMatrix, type Reach } from '../../lab/traffic/matrix.ts';

const nodes = [
  { name: 'a', peers: ['b'] },
  { name: 'b', peers: ['a', 'c'] },
  { name: 'c', peers: ['b'] },
  { name: 'x', peers: ['y'] },
  { name: 'y', peers: ['x'] },
];
const part = partsOf(nodes);

function matrix(isReached: (from: string, to: string) => boolean): Reach[] {
  return nodes.flatMap(({ name: from }) =>
    nodes
      .filter(({ name }) => name !== from)
      .flatMap(({ name: to }) =>
        (['ipv4', 'ipv6'] as const).map((family) => ({ from, to, family, reached: isReached(from, to) })),
      ),
  );
}
const right = (from: string, to: string) => part.get(from) === part.get(to);

test('nodes that a chain of links connects are one part, and others are not', () => {
  assert.equal(part.get('a'), part.get('c'));
  assert.equal(part.get('x'), part.get('y'));
  assert.notEqual(part.get('a'), part.get('x'));
});

test('a matrix as it should be has every pair and no leak', () => {
  assert.deepEqual(judgeMatrix(matrix(right), part), { expected: 16, ok: 16, leaking: 0 });
});

test('one pair that leaks, and one that is missing, are counted', () => {
  const leaking = matrix((from, to) => right(from, to) || (from === 'a' && to === 'y'));
  assert.deepEqual(judgeMatrix(leaking, part), { expected: 16, ok: 16, leaking: 2 });
  const missing = matrix((from, to) => right(from, to) && !(from === 'a' && to === 'c'));
  assert.deepEqual(judgeMatrix(missing, part), { expected: 16, ok: 14, leaking: 0 });
});

test('a matrix in print shows both families, one, or none', () => {
  const printed = formatMatrix(
    matrix(right).filter((reach) => reach.family === 'ipv4' || reach.from !== 'a'),
  );
  assert.match(printed, /^a +- +4 +4 +\. +\.$/m);
  assert.match(printed, /^b +46 +- +46 +\. +\.$/m);
});

test('a link is established only when both of its ends say so, and green means all of them', () => {
  const end = (peer: string, bgp_state = 'Established', bfd_state = 'Up') => ({ peer, bgp_state, bfd_state });
  const status = (...links: ReturnType<typeof end>[]) => ({
    active_release: 1,
    nodes: [
      { name: 'a', condition: 'ok', running_release: 1, links: [end('b')] },
      { name: 'b', condition: 'ok', running_release: 1, links },
    ],
  });
  assert.deepEqual(linksOf(status(end('a'))), [{ name: 'a--b', isEstablished: true }]);
  assert.equal(isGreen(status(end('a')), 1), true);
  for (const broken of [status(), status(end('a', 'Active')), status(end('a', 'Established', 'Down'))]) {
    assert.equal(isGreen(broken, 1), false);
  }
});

test('median and maximum are those of the values, in any order', () => {
  assert.deepEqual(spread([3, 1, 2]), { median: 2, max: 3 });
  assert.deepEqual(spread([4, 1, 2, 3]), { median: 3, max: 4 });
  assert.deepEqual(spread([1.26, 1.24], 1), { median: 1.3, max: 1.3 });
  assert.deepEqual(spread([]), { median: 0, max: 0 });
});
