import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample } from '../../bench/faults/campaign.ts';
import { callCases, callInstruction } from '../../bench/faults/campaigns/call-cases.ts';
import { killCases, killInstruction } from '../../bench/faults/campaigns/kill-cases.ts';
import { contents, nodeNames } from '../../bench/faults/node/contents.ts';
import { campaigns } from '../../bench/faults.ts';

for (const { name, cases } of campaigns) {
  test(`the cases of ${name} have names of their own, and are the same each time`, () => {
    assert.deepEqual(cases(), cases());
    assert.equal(new Set(cases()).size, cases().length);
    assert.ok(cases().length > 0);
  });
}

test('a sample is spread evenly over all cases, and is the same each time', () => {
  const items = Array.from({ length: 10 }, (_, index) => index);
  assert.deepEqual(sample(items, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(sample(items, 3), [0, 4, 7]);
  assert.deepEqual(sample(items, 1), [0]);
  for (const size of [10, 11, undefined]) assert.deepEqual(sample(items, size), items);
});

test('agents are killed before and after the write of every state, and at more than 200 points besides', () => {
  const effects = { all: 170, rollback: 54 };
  const instructions = killCases().map((id) => killInstruction(id, effects));
  const states = instructions.filter(({ target }) => target?.kind === 'state');
  assert.equal(states.length, 12);
  const points = instructions.filter(({ target }) => target?.kind === 'effect');
  assert.ok(points.length >= 200);
  const numbers = (within: 'all' | 'rollback') =>
    points.flatMap(({ target }) =>
      target?.kind === 'effect' && target.within === within ? target.number : [],
    );
  for (const within of ['all', 'rollback'] as const) {
    const every = Array.from({ length: effects[within] }, (_, index) => index + 1);
    assert.deepEqual(new Set(numbers(within)), new Set(every));
  }
  for (const { target, isSpoilt } of points) {
    assert.equal(isSpoilt, target?.kind === 'effect' && target.within === 'rollback');
  }
});

test('every call of an apply fails, programs and BIRD in each way that they can', () => {
  const ids = callCases();
  for (const id of [
    'once file 001 ENOSPC',
    'once command 001 exit',
    'once command 001 EAGAIN',
    'once bird 001 refusal',
  ])
    assert.ok(ids.includes(id), id);
  for (const id of ids) assert.equal(callInstruction(id).id, id);
  for (const id of ['once file 001 exit', 'once wire 001 EIO', ''])
    assert.throws(() => callInstruction(id), /no case/);
});

test('the two contents differ in links, values and nothing that both ends have to change together', () => {
  const [x, y] = [contents('x', 4, 10), contents('y', 4, 10)];
  const groups = (files: Map<string, string>) =>
    nodeNames(4).map((name) => files.get(`sites/${name}/site.toml`)?.match(/"\w+"/g)?.join(' '));
  assert.deepEqual(groups(x), ['"both00" "x00"', '"both00" "x01"', '"both01" "x00"', '"both01" "x01"']);
  assert.deepEqual(groups(y), ['"both00" "y00"', '"both00" "y01"', '"both01" "y01"', '"both01" "y00"']);
  assert.notEqual(x.get('network.toml'), y.get('network.toml'));
  for (const [path, text] of x) if (path.endsWith('node.toml')) assert.equal(y.get(path), text);
});
