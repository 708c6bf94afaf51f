import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAnswerTo } from '../../controller/render/answers.ts';
import { createEnvironment } from '../../controller/render/environment.ts';
import { renderNode } from '../../controller/render/render.ts';
import { fromChild, type RenderedNode, type RenderJob } from '../../controller/render/renderer.ts';
import type { LinkView } from '../../controller/view/view.ts';

const tree = new Map([
  ['templates/bird/custom.conf.njk', 'of {{ node }}'],
  ['shipped/templates/wireguard/link.conf.njk', 'to {{ link.peer }}'],
]);
const links = ['kiel', 'ulm'].map((peer) => ({ peer, interface: `tl-${peer}` }) as unknown as LinkView);
const job: RenderJob = {
  node: 'bonn',
  templates: [
    ['bird/custom.conf.njk', 'templates/bird/custom.conf.njk'],
    ['wireguard/link.conf.njk', 'shipped/templates/wireguard/link.conf.njk'],
  ],
  context: { node: 'bonn', links },
};
const request = { kind: 'render', jobs: [job] } as const;
const honest = renderNode(createEnvironment(tree), job);
const [bird, kiel, ulm] = honest.files;
assert.ok(bird && kiel && ulm);
const problem = { file: 'templates/bird/custom.conf.njk', line: 1, text: 'wrong' };
const accepts = (nodes: readonly RenderedNode[]) =>
  isAnswerTo(request, {
    kind: 'rendered',
    nodes: nodes.map((node) => ({ ...node, files: [...node.files], problems: [...node.problems] })),
  });

test('the files of a node are those of its templates and links, with their modes', () => {
  assert.deepEqual(
    honest.files.map(({ path, mode }) => [path, mode]),
    [
      ['bird/custom.conf', 0o644],
      ['wireguard/tl-kiel.conf', 0o600],
      ['wireguard/tl-ulm.conf', 0o600],
    ],
  );
  assert.ok(accepts([honest]));
  assert.ok(accepts([{ ...honest, files: [], problems: [problem] }]));
});

const lies: Readonly<Record<string, readonly RenderedNode[]>> = {
  'no node': [],
  'a node too many': [honest, honest],
  'another node': [{ ...honest, node: 'kiel' }],
  'a file less': [{ ...honest, files: [bird, kiel] }],
  'no file': [{ ...honest, files: [] }],
  'a file more': [{ ...honest, files: [...honest.files, { ...bird, path: 'bird/more.conf' }] }],
  'a file twice': [{ ...honest, files: [bird, kiel, kiel] }],
  'a file of another name': [{ ...honest, files: [{ ...bird, path: 'bird/bird.conf' }, kiel, ulm] }],
  'a path that leads elsewhere': [{ ...honest, files: [{ ...bird, path: '../../etc/passwd' }, kiel, ulm] }],
  'a path with a newline': [{ ...honest, files: [{ ...bird, path: 'bird/a\nD b' }, kiel, ulm] }],
  'a key for all to read': [{ ...honest, files: [bird, { ...kiel, mode: 0o644 }, ulm] }],
  'a file to be run as its owner': [{ ...honest, files: [{ ...bird, mode: 0o4755 }, kiel, ulm] }],
  'files and problems': [{ ...honest, problems: [problem] }],
  'more problems than templates': [{ ...honest, files: [], problems: [problem, problem, problem] }],
};

for (const [what, nodes] of Object.entries(lies)) {
  test(`an answer is none to its question: ${what}`, () => assert.equal(accepts(nodes), false));
}

test('a path that is asked for has to be one of a bundle', () => {
  const odd: RenderJob = { ...job, templates: [['bird/.x/y.njk', 'x']], context: { links: [] } };
  const nodes = [{ node: 'bonn', files: [{ path: 'bird/.x/y', content: '', mode: 0o644 }], problems: [] }];
  assert.equal(isAnswerTo({ kind: 'render', jobs: [odd] }, { kind: 'rendered', nodes }), false);
});

test('an answer is none to another kind of question', () => {
  assert.equal(isAnswerTo(request, { kind: 'checked', problems: [] }), false);
  assert.equal(isAnswerTo({ kind: 'check' }, { kind: 'rendered', nodes: [] }), false);
  assert.equal(isAnswerTo({ kind: 'check' }, { kind: 'checked', problems: [problem] }), true);
});

const nonsense: Readonly<Record<string, object>> = {
  'a file without end': { ...problem, file: 'x'.repeat(1_001) },
  'a text without end': { ...problem, text: 'x'.repeat(2_001) },
  'no line': { ...problem, line: 0 },
  'half a line': { ...problem, line: 1.5 },
  'a line beyond all files': { ...problem, line: 1e12 },
  'something more': { ...problem, more: true },
};

for (const [what, wrong] of Object.entries(nonsense)) {
  test(`a problem is none: ${what}`, () => {
    assert.ok(fromChild.safeParse({ kind: 'checked', problems: [problem] }).success);
    assert.equal(fromChild.safeParse({ kind: 'checked', problems: [wrong] }).success, false);
  });
}

test('a problem is cut to what may be answered, and has nothing that a terminal would obey', () => {
  const long = `{{ ${'x'.repeat(5_000)} }}`;
  const environment = createEnvironment(new Map([['templates/bird/custom.conf.njk', long]]));
  const { problems } = renderNode(environment, { ...job, templates: job.templates.slice(0, 1) });
  assert.equal(problems[0]?.text.length, 2_000);
  assert.ok(fromChild.safeParse({ kind: 'checked', problems }).success);
  const escaping = fromChild.parse({ kind: 'checked', problems: [{ ...problem, text: '\u001b[2J' }] });
  assert.equal(escaping.kind === 'checked' && escaping.problems[0]?.text, '\\u001b[2J');
});
